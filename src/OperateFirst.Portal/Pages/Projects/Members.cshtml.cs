using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class MembersModel(ProjectReader reader, AddMember add, ChangeMember change, PortalDbContext db, CurrentAccount me, IOptions<SignInOptions> signIn)
    : ProjectPage(reader)
{
    [BindProperty]
    public MemberForm Input { get; set; } = new();

    public IReadOnlyList<ProjectMember> People { get; private set; } = [];

    public IReadOnlyList<string> Providers => signIn.Value.Providers;

    public bool CanManage => Project is { IsLead: true, IsClosed: false };

    public bool IsMe(ProjectMember member) => member.AccountId == me.Id;

    public override async Task LoadAsync(CancellationToken cancel) => People = await db.ProjectMembers.AsNoTracking()
        .Where(member => member.ProjectId == Project.Id)
        .OrderByDescending(member => member.IsLead).ThenBy(member => member.AddedAtUtc).ToListAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await add.RunAsync(Slug, Input.Provider, Input.Login, cancel);
        return Done("Added", "They see the project when they sign in next.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid member, CancellationToken cancel)
    {
        var left = await change.RemoveAsync(Slug, member, cancel);
        if (left)
        {
            Notice($"You left {Slug}", "A lead can add you again.");
            return To("/projects");
        }

        return Done("Removed", "They can no longer see the project.");
    }

    public async Task<IActionResult> OnPostLeadAsync(Guid member, CancellationToken cancel)
    {
        await change.MakeLeadAsync(Slug, member, cancel);
        return Done("Made a lead", "Leads can accept, add and remove people, and close the project.");
    }

    public async Task<IActionResult> OnPostAcceptingAsync(Guid member, bool allowed, CancellationToken cancel)
    {
        await change.AllowAcceptingAsync(Slug, member, allowed, cancel);
        return Done(allowed ? "Allowed to accept agreements" : "No longer allowed to accept agreements");
    }

    private RedirectResult Done(string title, string? text = null)
    {
        Notice(title, text);
        return To($"{Home}/members");
    }

    public sealed class MemberForm
    {
        public string? Provider { get; set; }
        public string? Login { get; set; }
    }
}
