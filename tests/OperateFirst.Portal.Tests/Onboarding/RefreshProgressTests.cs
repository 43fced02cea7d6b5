using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Onboarding;

/// <summary>Lists show the stored progress: it follows when time passes and when something changes for all projects.</summary>
public sealed class RefreshProgressTests : IAsyncDisposable
{
    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private async Task RegisterAsync() => await (await portal.SignInAsync("cooktheryan")).PostAsync(
        "/projects/new?want=onboard",
        ("Input.Name", "Sigstore"),
        ("Input.Slug", "sigstore-aas"),
        ("Input.Description", "Initial work on deploying sigstore AAS"),
        ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
        ("Input.ContactEmail", "lead@example.org"));

    private async Task RegisterAsync(int projects)
    {
        await RegisterAsync();
        var lead = await portal.ReadAsync(db => db.Accounts.SingleAsync(account => account.Login == "cooktheryan"));
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{lead.Id:N}"), new Claim(ClaimTypes.Name, lead.PublicName)], "test"));
        var me = new CurrentAccount(new HttpContextAccessor { HttpContext = new DefaultHttpContext { User = person } });
        for (var number = 2; number <= projects; number++)
        {
            await using var scope = portal.Services.CreateAsyncScope();
            await ActivatorUtilities.CreateInstance<RegisterProject>(scope.ServiceProvider, me).RunAsync(
                new ProjectForm
                {
                    Name = $"Project {number}",
                    Slug = $"project-{number}",
                    Description = "One of many",
                    RepositoryUrl = "https://github.com/example/one",
                    ContactEmail = "lead@example.org",
                },
                TestContext.Current.CancellationToken);
        }
    }

    private async Task HoldAsync(TimeSpan length, string target = "coordination")
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = portal.Clock.GetUtcNow().UtcDateTime;
        db.Holds.Add(Hold.Start(target, "Capacity freeze.", now + length, "operator", now));
        scope.ServiceProvider.GetRequiredService<PortalLedger>().RecordForPortal(Hold.StartedKind, null, []);
        await db.SaveChangesAsync();
    }

    /// <returns>Of how many projects one batch has computed the progress anew.</returns>
    private async Task<int> BatchAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var job = portal.Services.GetServices<RegisteredJob>().Single(job => job.Type.Name == "RefreshProgress");
        return await ((IClockJob)scope.ServiceProvider.GetRequiredService(job.Type)).RunAsync(portal.Clock.GetUtcNow().UtcDateTime, TestContext.Current.CancellationToken);
    }

    private Task<int> BlockedAsync() => portal.ReadAsync(db => db.ProjectProgress.CountAsync(progress => progress.Coordination.State == "blocked"));

    private Task<string> StateAsync() => portal.ReadAsync(db => db.ProjectProgress.Select(progress => progress.Coordination.State).SingleAsync());

    [Fact]
    public async Task A_hold_reaches_the_rows_of_all_projects_with_the_next_round_and_leaves_them_with_its_end()
    {
        await RegisterAsync();
        await HoldAsync(TimeSpan.FromDays(2));
        Assert.Equal("your-turn", await StateAsync());

        await portal.TickAsync();
        Assert.Equal("blocked", await StateAsync());

        portal.Clock.Advance(TimeSpan.FromDays(2));
        await portal.TickAsync();
        Assert.Equal("your-turn", await StateAsync());
    }

    [Fact]
    public async Task What_happens_to_all_projects_is_one_row_until_rounds_have_passed_over_them_in_batches()
    {
        await RegisterAsync(120);
        await portal.TickAsync();

        await HoldAsync(TimeSpan.FromDays(2));
        Assert.Equal(0, await BlockedAsync());
        Assert.Equal(50, await BatchAsync());
        Assert.Equal(50, await BlockedAsync());

        // What happens meanwhile begins anew, and nothing is left of what was asked before.
        await HoldAsync(TimeSpan.FromDays(2), "sprint-planning");
        Assert.Equal((50, 50, 20, 0), (await BatchAsync(), await BatchAsync(), await BatchAsync(), await BatchAsync()));
        Assert.Equal(120, await BlockedAsync());
        Assert.False(await portal.ReadAsync(db => db.ProgressSweeps.AnyAsync()));
    }

    [Fact]
    public async Task Rows_are_computed_anew_once_and_then_left_alone()
    {
        await RegisterAsync();
        await HoldAsync(TimeSpan.FromDays(2));

        Assert.Equal(1, await portal.TickAsync());
        Assert.Equal(0, await portal.TickAsync());
    }

    [Fact]
    public async Task A_row_has_what_lists_sort_and_search_by()
    {
        await RegisterAsync();

        var row = await portal.ReadAsync(db => db.ProjectProgress.AsNoTracking().SingleAsync());

        Assert.Equal(("sigstore-aas", "Sigstore", "sigstore", "cooktheryan"), (row.Slug, row.Name, row.NameKey, row.Leads));
        Assert.Equal((false, 2, AgreementStandings.Missing), (row.IsClosed, row.StandsAt, row.TelemetryStanding));
    }
}
