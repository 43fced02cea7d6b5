using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class AgreementModel(ProjectReader reader, AcceptAgreement accept, PortalDbContext db) : ProjectPage(reader)
{
    private AgreementVersion? version;

    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    [BindProperty]
    public AcceptForm Input { get; set; } = new();

    public AgreementVersion Version { get => version ?? throw new InvalidOperationException("Not loaded yet."); private set => version = value; }

    public string Html { get; private set; } = "";

    public IReadOnlyList<Acceptance> Acceptances { get; private set; } = [];

    public Acceptance? Accepted => Acceptances.FirstOrDefault(acceptance => acceptance.Number == Version.Number);

    public int Step => Name == AgreementNames.Telemetry ? 3 : 4;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Version = await db.CurrentAgreementAsync(Name, cancel) ?? throw new ProjectNotFoundException();
        Html = MarkdownText.ToHtml(Version.Text);
        Acceptances = await db.Acceptances.AsNoTracking()
            .Where(acceptance => acceptance.ProjectId == Project.Id && acceptance.Agreement == Name)
            .OrderByDescending(acceptance => acceptance.Number).ToListAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await accept.RunAsync(Slug, Name, Input.Sha256, Input.Agreed, cancel);
        Notice($"Accepted for {Slug}", $"Step {Step} is done. This is your receipt; we also send it to you by e-mail.");
        return To($"{Home}/agreements/{Name}/receipt");
    }

    public sealed class AcceptForm
    {
        public bool Agreed { get; set; }

        /// <summary>Of the text that the form showed.</summary>
        public string? Sha256 { get; set; }
    }
}
