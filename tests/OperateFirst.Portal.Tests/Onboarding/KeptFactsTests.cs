using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Onboarding;

/// <summary>What was read of a project serves the next request as long as nothing has happened, and never longer.</summary>
public sealed class KeptFactsTests : IAsyncDisposable
{
    private const string Home = "/projects/sigstore-aas";

    private readonly PortalApp portal = new();

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task It_is_read_once_for_all_who_look_and_anew_after_a_minute_or_where_the_clock_was_put_back()
    {
        await portal.LeadAsync();

        var first = await ReadAsync();
        Assert.Same(first, await ReadAsync());
        portal.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(first, await ReadAsync());

        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await ReadAsync();
        Assert.NotSame(first, second);

        portal.Clock.AdjustTime(portal.Clock.GetUtcNow().AddHours(-2));
        Assert.NotSame(second, await ReadAsync());
    }

    [Fact]
    public async Task Two_who_look_at_the_same_moment_both_see_it()
    {
        await portal.LeadAsync();

        var readings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(ReadAsync)));

        Assert.All(readings, reading => Assert.Equal(("sigstore-aas", readings[0].Recent.Count), (reading.Facts.Slug, reading.Recent.Count)));
        Assert.Contains(await ReadAsync(), readings);
    }

    [Fact]
    public async Task What_happens_to_the_project_or_to_all_of_them_is_seen_at_once()
    {
        var lead = await portal.LeadAsync();
        var other = await portal.LeadAsync("apex", "russellb");
        var before = await ReadAsync();

        await lead.PostAsync($"{Home}/agreements/telemetry", ("Input.Agreed", "true"));
        var accepted = await ReadAsync();
        await (await portal.SignInAsync("operator")).PostAsync("/operations/holds", ("Input.Target", "coordination"), ("Input.Sentence", "Capacity freeze."), ("Input.Until", ""), ("Input.Confirmed", "true"));
        var held = await ReadAsync();

        Assert.Equal((before.Recent.Count + 1, false, true), (accepted.Recent.Count, before.Facts.Telemetry == accepted.Facts.Telemetry, accepted.Facts.Coordination.Hold is null));
        Assert.Equal("Capacity freeze.", held.Facts.Coordination.Hold?.Sentence);

        // What happens to another project leaves it as it is.
        await other.PostAsync("/projects/apex/agreements/telemetry", ("Input.Agreed", "true"));
        Assert.Same(held, await ReadAsync());
    }

    [Fact]
    public async Task A_pause_is_over_on_the_page_when_its_time_is_although_nothing_is_written_then()
    {
        var lead = await portal.LeadAsync();
        await (await portal.SignInAsync("operator")).PostAsync("/operations/holds", ("Input.Target", "coordination"), ("Input.Sentence", "Capacity freeze."), ("Input.Until", "2026-10-20"), ("Input.Confirmed", "true"));
        var end = await portal.ReadAsync(db => db.Set<OperateFirst.Portal.Invitations.Hold>().Select(hold => hold.UntilUtc).SingleAsync());

        portal.Clock.AdjustTime(new DateTimeOffset(end.GetValueOrDefault()).AddSeconds(-5));
        Assert.NotNull((await ReadAsync()).Facts.Coordination.Hold);
        portal.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null((await ReadAsync()).Facts.Coordination.Hold);
        Assert.DoesNotContain("Capacity freeze.", (await lead.ReadAsync(Home)).Split("History")[0], StringComparison.Ordinal);
    }

    // As a page does, of the one project with this name.
    private async Task<ProjectReading> ReadAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        var (services, cancel) = (scope.ServiceProvider, TestContext.Current.CancellationToken);
        var db = services.GetRequiredService<PortalDbContext>();
        var id = await db.Projects.Where(project => project.Slug == "sigstore-aas").Select(project => project.Id).SingleAsync(cancel);
        return await services.GetRequiredService<KeptFacts>().ReadAsync(db, services.GetRequiredService<ProjectFactsReader>(), portal.Content, id, cancel)
            ?? throw new InvalidOperationException("There is no such project.");
    }
}
