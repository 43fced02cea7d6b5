using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Conversation;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Guide;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Commands.Seeding;

/// <summary>Carries a plan out by the portal's own operations, deed after deed at its time.</summary>
internal sealed class SeedWorld(IServiceProvider services, SeedClock clock, SeedActor actor, PortalContent content, DateTime realNow)
{
    private readonly string provider = services.GetRequiredService<IOptions<SignInOptions>>().Value.Providers[0];
    private readonly Dictionary<string, ClaimsPrincipal> coordinators = [];

    /// <summary>The people who decide, a pause that is over, and the texts that are accepted.</summary>
    public async Task BeginAsync(DateTime at, bool isFirst, CancellationToken cancel)
    {
        clock.Set(at);
        await ActivatorUtilities.CreateInstance<PublishFirstVersions>(services).StartAsync(cancel);
        await using var scope = services.CreateAsyncScope();
        var roles = services.GetRequiredService<IOptionsMonitor<RolesOptions>>().CurrentValue;
        foreach (var contact in content.Contacts)
        {
            var principal = await SignInAsync(scope.ServiceProvider, roles.Coordinators[contact.Key][0], contact.Name, $"{contact.Key}@example.org", cancel);
            coordinators[contact.Key] = With(principal, new Claim(PortalRoles.CoordinatesClaim, contact.Key), new Claim(ClaimTypes.Role, PortalRoles.Coordinator));
        }

        var person = roles.Operators.Count > 0 ? roles.Operators[0] : $"{provider}:operations";
        Act(With(await SignInAsync(scope.ServiceProvider, person, "Operator", "operator@example.org", cancel), new Claim(ClaimTypes.Role, PortalRoles.Operator)));
        if (isFirst)
        {
            await PauseAsync(scope.ServiceProvider, at, cancel);
        }
    }

    public async Task LiveAsync(SeedPlan plan, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var (rooms, db) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<PortalDbContext>());
        await db.RelaxDurabilityAsync(cancel);
        var messages = ActivatorUtilities.CreateInstance<SeedMessages>(rooms, clock);
        clock.Set(plan.RegisteredAtUtc);
        var lead = await SignInAsync(rooms, $"{provider}:{LoginOf(plan.Lead)}", plan.Lead.Name, plan.Lead.Email, cancel);
        Act(lead);
        await rooms.GetRequiredService<RegisterProject>().RunAsync(plan.Form, cancel);
        await messages.SettleAsync(plan, plan.Steps.Count == 0, realNow, cancel);
        foreach (var step in plan.Steps)
        {
            clock.Set(step.AtUtc);
            Act(lead);
            await DoAsync(rooms, db, plan, step, cancel);
            await messages.SettleAsync(plan, step == plan.Steps[^1], realNow, cancel);
        }

        await db.SaveChangesAsync(cancel);
        await messages.WriteIssueAsync(db.Projects.Local.Single(project => project.Slug == plan.Form.Slug).Id, cancel);
    }

    private async Task DoAsync(IServiceProvider rooms, PortalDbContext db, SeedPlan plan, SeedStep step, CancellationToken cancel)
    {
        var slug = plan.Form.Slug ?? "";
        switch (step.Deed)
        {
            case SeedDeed.Read:
                await rooms.GetRequiredService<ConfirmReading>().RunAsync(slug, true, content.Guide.Sha256, cancel);
                break;
            case SeedDeed.Accept:
                var version = await db.CurrentAgreementAsync(step.What, cancel);
                await rooms.GetRequiredService<AcceptAgreement>().RunAsync(slug, step.What, version?.Sha256, true, 0, cancel);
                break;
            case SeedDeed.AddMember:
                foreach (var member in plan.Members)
                {
                    await rooms.GetRequiredService<AddMember>().RunAsync(slug, provider, LoginOf(member), cancel);
                }

                break;
            case SeedDeed.Join:
                await rooms.GetRequiredService<MarkJoined>().RunAsync(slug, step.What, true, cancel);
                break;
            case SeedDeed.GetCluster:
                await rooms.GetRequiredService<MarkClusterAccess>().RunAsync(slug, cancel);
                break;
            case SeedDeed.Withdraw:
                await rooms.GetRequiredService<WithdrawAcceptance>().RunAsync(slug, step.What, Pick(SeedWords.Withdrawals, plan), true, 0, 1, cancel);
                break;
            case SeedDeed.Close:
                await rooms.GetRequiredService<CloseProject>().RunAsync(slug, Pick(SeedWords.Closings, plan), cancel);
                break;
            default:
                await InviteAsync(rooms, db, plan, step, slug, cancel);
                break;
        }
    }

    private async Task InviteAsync(IServiceProvider rooms, PortalDbContext db, SeedPlan plan, SeedStep step, string slug, CancellationToken cancel)
    {
        if (step.Deed is SeedDeed.Ask or SeedDeed.Change)
        {
            var people = plan.Members.Take(2).Select(person => new AttendeeForm { Name = person.Name, Email = person.Email });
            var note = step.Deed == SeedDeed.Change ? "You find us in the note of our repository; we both present." : Pick(SeedWords.Notes, plan);
            await rooms.GetRequiredService<RequestInvitation>().RunAsync(slug, step.What, new InvitationForm { Attendees = [.. people], Note = note }, cancel);
            return;
        }

        var request = db.InvitationRequests.Local.Single(candidate => candidate.Target == step.What && candidate.IsOpen);
        Act(coordinators[request.Contact]);
        var (decision, reason) = step.Deed switch
        {
            SeedDeed.Approve => ("approve", ""),
            SeedDeed.SendBack => ("change", Pick(SeedWords.ChangesAsked, plan)),
            _ => ("decline", Pick(SeedWords.Refusals, plan)),
        };
        await rooms.GetRequiredService<DecideInvitation>().RunAsync(request.Id, decision, reason, request.Version, cancel);
    }

    private async Task PauseAsync(IServiceProvider rooms, DateTime at, CancellationToken cancel)
    {
        var form = new HoldForm { Target = Hold.ClusterAccess, Sentence = "Capacity freeze while the second cluster is being set up.", Confirmed = true };
        await rooms.GetRequiredService<StartHold>().RunAsync(form, cancel);
        clock.Set(at.AddDays(3));
        var db = rooms.GetRequiredService<PortalDbContext>();
        await rooms.GetRequiredService<EndHold>().RunAsync(await db.Holds.Select(hold => hold.Id).SingleAsync(cancel), cancel);
    }

    /// <param name="key">As the settings name people: <c>provider:login</c>.</param>
    private static async Task<ClaimsPrincipal> SignInAsync(IServiceProvider rooms, string key, string name, string email, CancellationToken cancel)
    {
        var (provider, login) = (key.Split(':', 2)[0], key.Split(':', 2)[1]);
        var known = Personas.Find(provider == SignInProviders.Development ? login : null);
        return await rooms.GetRequiredService<SignIn>().RunAsync(known ?? new SignedInPerson(provider, login, login, name, email), "seed", cancel);
    }

    private static ClaimsPrincipal With(ClaimsPrincipal person, params Claim[] claims)
    {
        var more = person.Clone();
        more.AddIdentity(new ClaimsIdentity(claims, "roles"));
        return more;
    }

    private static string Pick(string[] from, SeedPlan plan) => from[plan.Chance.Next(from.Length)];

    private string LoginOf(SeedPerson person) => SignInProviders.LoginIsEmail(provider) ? person.Email : person.Login;

    private void Act(ClaimsPrincipal person) => actor.HttpContext = new DefaultHttpContext { User = person };
}
