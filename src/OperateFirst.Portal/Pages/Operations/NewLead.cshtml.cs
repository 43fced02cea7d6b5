using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>An operator gives a project a new lead whose people are gone.</summary>
public sealed class NewLeadModel(PortalDbContext db, GiveNewLead give, IOptions<SignInOptions> signIn) : OperatedProject(db)
{
    [BindProperty]
    public NewLeadForm Input { get; set; } = new();

    public IReadOnlyList<string> Providers => signIn.Value.Providers;

    public string LeadNames => string.Join(" and ", Project.Members.Where(member => member.IsLead).Select(member => member.Name));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await give.RunAsync(Slug, Input, cancel);
        Notice("The project has a new lead", "They see it when they sign in next. The contact address is told by e-mail.");
        return To(Home);
    }
}
