using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Tests.Invitations;

/// <summary>Several at work at once, and what the job asks of the database.</summary>
public sealed class InvitesAtOnceTests : IAsyncLifetime
{
    private InviteScene? opened;

    private InviteScene Scene => opened ?? throw new InvalidOperationException("Not open yet.");

    public async ValueTask InitializeAsync() => opened = await InviteScene.ApprovedAsync();

    public ValueTask DisposeAsync() => Scene.DisposeAsync();

    [Fact]
    public async Task Of_two_that_bring_an_invite_up_to_date_at_once_one_tells()
    {
        await Scene.NewMailsAsync();
        Scene.Portal.Content = Scene.Portal.Content with { Meetings = [.. Scene.Portal.Content.Meetings.Select(meeting => meeting with { Start = new(9, 0) })] };

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Scene.Portal.TickAsync())));

        Assert.Equal(3, (await Scene.NewMailsAsync()).Count);
        Assert.Equal(1, await Scene.Portal.ReadAsync(db => db.IssuedInvites.Select(invite => invite.Sequence).SingleAsync()));
    }

    [Fact]
    public async Task Of_two_that_change_an_invite_in_one_moment_the_second_changes_nothing()
    {
        await Scene.NewMailsAsync();
        await using var scope = Scene.Portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var project = await db.IssuedInvites.AsNoTracking().Select(invite => invite.ProjectId).SingleAsync(TestContext.Current.CancellationToken);
        await scope.ServiceProvider.GetRequiredService<MeetingInvites>().CancelAsync(project, "coordination", "Late.", TestContext.Current.CancellationToken);

        await Scene.LeadVisitor.PostAsync($"{InviteScene.Page}/cancel", ("Input.Sure", "true"));
        await Assert.ThrowsAnyAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken));

        var mails = await Scene.NewMailsAsync();
        Assert.Equal(3, mails.Count);
        Assert.All(mails, mail => Assert.DoesNotContain("Late.", mail.Plain, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Taking_back_a_change_of_people_invites_those_of_before_again()
    {
        var uid = (await Scene.NewMailsAsync())[0].Uid;
        await Scene.AskAsync($"{InviteScene.Page}?change=true", ("Fourth Attendee", "fourth@example.org"));
        await Scene.DecideAsync("approve");
        await Scene.NewMailsAsync();

        await TakeBackNewestAsync();

        var mails = await Scene.NewMailsAsync();
        Assert.Equal(
            [$"REQUEST 2 to {InviteScene.Lead}", $"REQUEST 2 to {InviteScene.Third}", $"REQUEST 2 to {InviteScene.Second}", "CANCEL 2 to fourth@example.org"],
            mails.Select(mail => mail.Said));
        Assert.All(mails, mail => Assert.Equal(uid, mail.Uid));
        Assert.Equal(Scene.OwnDates(), (await Scene.CalendarOfAsync(InviteScene.Second)).Occurrences);
    }

    [Fact]
    public async Task Taking_back_the_first_approval_cancels()
    {
        await Scene.NewMailsAsync();

        await TakeBackNewestAsync();
        await TakeBackNewestAsync();

        var mails = await Scene.NewMailsAsync();
        Assert.Equal(3, mails.Count);
        Assert.All(mails, mail => Assert.Equal(("CANCEL", true), (mail.Calendar.Method, mail.Plain.Contains("Taken back.", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_same_request_approved_again_after_a_cancellation_is_a_new_invite()
    {
        var uid = (await Scene.NewMailsAsync())[0].Uid;
        await TakeBackNewestAsync();
        await Scene.NewMailsAsync();

        await ChangeNewestAsync((invites, project, request, target) => invites.IssueAsync(project, request, target, CancellationToken.None));

        Assert.All(await Scene.NewMailsAsync(), mail => Assert.Equal(("REQUEST", 0, true), (mail.Calendar.Method, mail.Entry.Sequence, mail.Uid != uid)));
        Assert.Equal(Scene.OwnDates(), (await Scene.CalendarOfAsync(InviteScene.Third)).Occurrences);
    }

    [Trait("Database", "Sqlite")]
    [Fact]
    public async Task What_the_job_asks_for_is_found_by_the_index()
    {
        await Scene.NewMailsAsync();
        var plans = await Scene.Portal.ReadAsync(async db =>
        {
            var active = db.IssuedInvites.Where(invite => invite.State == InviteState.Issued);
            List<string> queries =
            [
                active.Where(invite => invite.Meeting.CompareTo("a") > 0).OrderBy(invite => invite.Meeting).Select(invite => invite.Meeting).Take(1).ToQueryString(),
                active.Where(invite => invite.Meeting == "a" && invite.SeriesFingerprint.CompareTo("b") < 0).OrderBy(invite => invite.SeriesFingerprint).Take(50).Select(invite => invite.Id).ToQueryString(),
            ];
            List<string> found = [];
            foreach (var query in queries)
            {
                var sql = query[query.IndexOf("SELECT", StringComparison.Ordinal)..].ReplaceLineEndings("\n").Split("\n\n")[0];
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.Parameters.Add(new SqliteParameter("@p", 50));
                command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
                await db.Database.OpenConnectionAsync();
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    found.Add(reader.GetString(3));
                }
            }

            return found;
        });

        Assert.All(plans, plan => Assert.StartsWith("SEARCH", plan, StringComparison.Ordinal));
        Assert.Equal(2, plans.Count);
    }

    private Task TakeBackNewestAsync() =>
        ChangeNewestAsync((invites, project, request, target) => invites.TakeBackAsync(project, request, target, "Taken back.", CancellationToken.None));

    private async Task ChangeNewestAsync(Func<MeetingInvites, Project, InvitationRequest, InvitationTarget?, Task> change)
    {
        await using var scope = Scene.Portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var request = await db.InvitationRequests.OrderByDescending(candidate => candidate.RequestedAtUtc).FirstAsync();
        var project = await db.Projects.SingleAsync();
        await change(scope.ServiceProvider.GetRequiredService<MeetingInvites>(), project, request, Scene.Portal.Content.FindInvitationTarget(request.Target));
        await db.SaveChangesAsync();
    }
}
