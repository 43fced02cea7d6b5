using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>A text of the content files that is not published yet: first the difference, then the question what it means.</summary>
public sealed class DraftModel(PortalDbContext db, PortalContent content, PublishVersion publish) : PortalPage
{
    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    [FromRoute(Name = "number")]
    public int Number { get; set; }

    [BindProperty]
    public PublishForm Input { get; set; } = new();

    public AgreementText? Draft { get; private set; }

    public AgreementVersion? Current { get; private set; }

    public TextDifference? Difference { get; private set; }

    public string Html { get; private set; } = "";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Current = await db.CurrentAgreementAsync(Name, cancel) ?? throw new ProjectNotFoundException();
        Draft = content.Agreements.FirstOrDefault(text => text.Name == Name && text.Version == Number) ?? throw new ProjectNotFoundException();
        Difference = TextDifference.Between(Current.Text, Draft.Text);
        Html = MarkdownText.ToHtml(Draft.Text);
    }

    public override async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Current?.Number >= Number)
        {
            throw new ProjectNotFoundException();
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await publish.RunAsync(Name, Number, Input, cancel);
        Notice($"Version {Number} is published", "The leads of all projects that accepted an earlier version get an e-mail.");
        return To("/operations/texts");
    }
}
