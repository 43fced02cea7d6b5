using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
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

    private async Task HoldAsync(TimeSpan length)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = portal.Clock.GetUtcNow().UtcDateTime;
        db.Holds.Add(Hold.Start("coordination", "Capacity freeze.", now + length, "operator", now));
        scope.ServiceProvider.GetRequiredService<PortalLedger>().RecordForPortal(Hold.StartedKind, null, []);
        await db.SaveChangesAsync();
    }

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
