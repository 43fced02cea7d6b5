using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Projects;

/// <summary>A lead adds a person by their login at a configured provider; the person is recognised when they sign in.</summary>
public sealed class AddMember(PortalDbContext db, PortalLedger ledger, CurrentAccount me, IOptions<SignInOptions> signIn, TimeProvider time)
{
    public async Task RunAsync(string slug, string? provider, string? login, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        project.RequireLead(me.Id, "add people");
        var chosen = signIn.Value.Providers.Contains(provider) ? provider ?? "" : signIn.Value.Providers[0];
        var checks = new FieldChecks();
        var checkedLogin = LoginCheck.Of(checks, "Login", chosen, login);
        checks.ThrowIfAny();
        var key = Account.KeyOf(checkedLogin);
        var account = await db.Accounts.Where(candidate => candidate.Provider == chosen && candidate.LoginKey == key)
            .OrderByDescending(candidate => candidate.LastSignInUtc).FirstOrDefaultAsync(cancel);
        var member = project.Add(chosen, checkedLogin, account, time.UtcNow());
        db.ProjectMembers.Add(member);
        ledger.Record(project.Id, ProjectEvents.MemberAdded, me.Id, new JsonObject { ["by"] = me.Name, ["member"] = member.Name });
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What a lead changes about a member. Everybody may leave by themselves.</summary>
public sealed class ChangeMember(PortalDbContext db, PortalLedger ledger, CurrentAccount me)
{
    /// <returns>True where the person removed themselves.</returns>
    public async Task<bool> RemoveAsync(string slug, Guid memberId, CancellationToken cancel)
    {
        var (project, member) = await LoadAsync(slug, memberId, cancel);
        var leaves = member.AccountId == me.Id;
        if (!leaves)
        {
            project.RequireLead(me.Id, "remove people");
        }

        project.Remove(member);
        Record(project, member, ProjectEvents.MemberRemoved);
        await db.SaveChangesAsync(cancel);
        return leaves;
    }

    public Task MakeLeadAsync(string slug, Guid memberId, CancellationToken cancel) =>
        ChangeAsync(slug, memberId, "make someone a lead", ProjectEvents.LeadMade, member => member.MakeLead(), member => !member.IsLead, cancel);

    public Task AllowAcceptingAsync(string slug, Guid memberId, bool allowed, CancellationToken cancel) =>
        ChangeAsync(
            slug,
            memberId,
            "decide who may accept agreements",
            allowed ? ProjectEvents.AcceptingAllowed : ProjectEvents.AcceptingForbidden,
            member => member.Allow(allowed),
            member => member.MayAccept != allowed,
            cancel);

    private async Task ChangeAsync(
        string slug, Guid memberId, string toDoWhat, string kind, Action<ProjectMember> change, Func<ProjectMember, bool> needed, CancellationToken cancel)
    {
        var (project, member) = await LoadAsync(slug, memberId, cancel);
        project.RefuseIfClosed();
        project.RequireLead(me.Id, toDoWhat);
        if (needed(member))
        {
            change(member);
            project.Touch();
            Record(project, member, kind);
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task<(Project Project, ProjectMember Member)> LoadAsync(string slug, Guid memberId, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        var member = project.Members.FirstOrDefault(candidate => candidate.Id == memberId)
            ?? throw new RuleBrokenException("This person is no longer a member. The list below is up to date.");
        return (project, member);
    }

    private void Record(Project project, ProjectMember member, string kind) =>
        ledger.Record(project.Id, kind, me.Id, new JsonObject { ["by"] = me.Name, ["member"] = member.Name });
}

/// <summary>At sign-in: whoever was added by this login before is now known by account.</summary>
internal sealed class RecogniseMember : ISignInReaction
{
    public async Task SignedInAsync(PortalDbContext db, Account account, CancellationToken cancel)
    {
        if (account.LoginKey.Length == 0)
        {
            return;
        }

        var waiting = await db.ProjectMembers
            .Where(member => member.Provider == account.Provider && member.LoginKey == account.LoginKey && member.AccountId == null)
            .ToListAsync(cancel);
        waiting.ForEach(member => member.Recognise(account));
    }
}
