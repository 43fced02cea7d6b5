using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>The database refuses for a while: people are told, nothing is half-written, and all goes on without a restart.</summary>
[Trait("Database", "Sqlite")]
public sealed class DatabaseAwayTests(TroubledPortal portal) : IClassFixture<TroubledPortal>
{
    // Longer than a page of the database: a row with it always needs a new one.
    private static readonly string Long = new('ä', 2000);

    [Fact]
    public async Task Locked_by_another_program_what_is_sent_is_answered_with_503_and_pages_are_read_meanwhile()
    {
        var lead = await portal.App.SignInAsync("cooktheryan");
        var form = await lead.HiddenFieldsAsync("/projects/new?want=onboard");
        var before = portal.Rows();

        using (portal.Lock())
        {
            await AssertNotSavedAsync(await RegisterAsync(lead, form, "locked"));
            Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/projects")).StatusCode);
        }

        Assert.Equal(before, portal.Rows());
        await AssertHealedAsync(lead, form, "locked");
    }

    [Fact]
    public async Task On_a_full_disk_what_is_sent_is_answered_with_503()
    {
        var lead = await portal.App.SignInAsync("cooktheryan");
        var form = await lead.HiddenFieldsAsync("/projects/new?want=onboard");
        var before = portal.Rows();

        portal.FillDisk();
        await AssertNotSavedAsync(await RegisterAsync(lead, form, "full"));
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/projects")).StatusCode);
        portal.Heal();

        Assert.Equal(before, portal.Rows());
        await AssertHealedAsync(lead, form, "full");
    }

    [Fact]
    public async Task With_a_file_that_cannot_be_written_what_is_sent_is_answered_with_503()
    {
        var lead = await portal.App.SignInAsync("cooktheryan");
        var form = await lead.HiddenFieldsAsync("/projects/new?want=onboard");
        var before = portal.Rows();

        portal.ForbidWriting();
        await AssertNotSavedAsync(await RegisterAsync(lead, form, "read-only"));
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/projects")).StatusCode);
        portal.Heal();

        Assert.Equal(before, portal.Rows());
        await AssertHealedAsync(lead, form, "read-only");
    }

    [Theory]
    [InlineData("cooktheryan", "/projects")]
    [InlineData("bburns", "/review")]
    public async Task Pages_that_cannot_read_answer_503_in_the_portals_look_until_the_file_is_back(string persona, string path)
    {
        var visitor = await portal.App.SignInAsync(persona);
        var away = $"{portal.App.Database}.away";

        SqliteConnection.ClearAllPools();
        File.Move(portal.App.Database, away);
        try
        {
            Directory.CreateDirectory(portal.App.Database);
            await AssertAwayAsync(await visitor.GetAsync(path), "cannot read its database");
            Directory.Delete(portal.App.Database);
            await AssertAwayAsync(await visitor.GetAsync(path), "cannot read its database");
            Assert.False(File.Exists(portal.App.Database), "An empty database must not come in the place of one that is away.");
        }
        finally
        {
            if (Directory.Exists(portal.App.Database))
            {
                Directory.Delete(portal.App.Database);
            }

            File.Move(away, portal.App.Database);
        }

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_workers_go_on_when_the_database_is_back()
    {
        var lead = await portal.App.LeadAsync("workers");
        await lead.PostAsync("/projects/workers/agreements/telemetry", ("Input.Agreed", "true"));
        await DeliveredAsync();
        var (refused, opened) = (portal.Refused, portal.OpenedInTrouble);

        portal.Run("UPDATE OutboxMessages SET State = 'queued', FinishedAtUtc = NULL, Attempts = 0; UPDATE ProjectProgress SET RefreshAtUtc = '2026-01-01 00:00:00'");
        portal.ForbidWriting();
        try
        {
            // Each round of the clock opens several: by then it has failed more than once.
            await Until.TrueAsync("both workers have met the refusal", () =>
            {
                portal.App.Clock.Advance(TimeSpan.FromSeconds(31));
                return portal.Refused > refused && portal.OpenedInTrouble > opened + 30;
            });
        }
        finally
        {
            portal.Heal();
        }

        await DeliveredAsync();
    }

    private Task DeliveredAsync() => Until.TrueAsync("everything is delivered and refreshed", () =>
    {
        portal.App.Clock.Advance(TimeSpan.FromSeconds(31));
        return portal.Scalar(
            "SELECT (SELECT COUNT(*) FROM OutboxMessages WHERE State = 'queued') + (SELECT COUNT(*) FROM ProjectProgress WHERE RefreshAtUtc = '2026-01-01 00:00:00')") == 0;
    });

    private static Task<HttpResponseMessage> RegisterAsync(Visitor lead, IReadOnlyDictionary<string, string> form, string slug) => lead.SendAsync(
        "/projects/new?want=onboard",
        form,
        ("Input.Name", slug),
        ("Input.Slug", slug),
        ("Input.Description", Long),
        ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
        ("Input.ContactEmail", "lead@example.org"));

    private static Task AssertNotSavedAsync(HttpResponseMessage answer) => AssertAwayAsync(answer, "What you sent was not saved");

    private static async Task AssertAwayAsync(HttpResponseMessage answer, string sentence)
    {
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Contains("of-masthead", page, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "strict-origin-when-cross-origin"), ("Cross-Origin-Opener-Policy", "same-origin") })
        {
            Assert.Equal((name, value), (name, Assert.Single(answer.Headers.GetValues(name))));
        }

        Assert.False(answer.Headers.Contains("Server"));
    }

    private async Task AssertHealedAsync(Visitor lead, IReadOnlyDictionary<string, string> form, string slug)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await RegisterAsync(lead, form, slug)).StatusCode);
        Assert.Equal(1, portal.Scalar($"SELECT COUNT(*) FROM Projects WHERE Slug = '{slug}'"));
        await using var scope = portal.App.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<LedgerVerifier>().RunAsync(null, CancellationToken.None)).First);
    }
}

/// <summary>As it is set by itself.</summary>
[Trait("Database", "Sqlite")]
public sealed class LockOfFiveSecondsTests
{
    [Fact]
    public async Task A_lock_of_five_seconds_is_waited_out()
    {
        using var portal = new TroubledPortal(10);
        var lead = await portal.App.SignInAsync("cooktheryan");
        var form = await lead.HiddenFieldsAsync("/projects/new?want=onboard");

        var other = portal.Lock();
        await using var end = TimeProvider.System.CreateTimer(_ => other.Dispose(), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        var begun = TimeProvider.System.GetTimestamp();
        var answer = await lead.SendAsync(
            "/projects/new?want=onboard",
            form,
            ("Input.Name", "Patient"),
            ("Input.Slug", "patient"),
            ("Input.Description", "It waits."),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
            ("Input.ContactEmail", "lead@example.org"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromSeconds(4), "It was not locked.");
        Assert.Equal(1, portal.Scalar("SELECT COUNT(*) FROM Projects"));
    }
}
