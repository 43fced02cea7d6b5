using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.Tests.Review;

namespace OperateFirst.Portal.Tests.Accounts;

public sealed class SessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copied_cookie_is_nobodys_after_signing_out()
    {
        await using var portal = new PortalApp();
        var copied = await SignedIn.AsAsync(portal.ClientOptions.BaseAddress, "cooktheryan");
        Assert.Equal(200, await AskAsync(portal, copied, "/projects"));
        Assert.Equal(302, await AskAsync(portal, copied, "/sign-out", new() { ["__RequestVerificationToken"] = copied.Token }));

        Assert.Equal(302, await AskAsync(portal, copied, "/projects"));
        Assert.Equal(404, await AskAsync(portal, await SignedIn.AsAsync(portal.ClientOptions.BaseAddress, "cooktheryan"), "/operations/projects"));
        Assert.Equal(1, await portal.ReadAsync(db => db.Sessions.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Signing_out_ends_this_session_alone()
    {
        await using var portal = new PortalApp();
        var here = await SignedIn.AsAsync(portal.ClientOptions.BaseAddress, "cooktheryan");
        var elsewhere = await SignedIn.AsAsync(portal.ClientOptions.BaseAddress, "cooktheryan");

        await AskAsync(portal, here, "/sign-out", new() { ["__RequestVerificationToken"] = here.Token });

        Assert.Equal(200, await AskAsync(portal, elsewhere, "/projects"));
    }

    [Fact]
    public async Task However_busy_a_session_is_over_after_a_week_and_then_forgotten()
    {
        await using var portal = new PortalApp();
        var busy = await portal.SignInAsync("cooktheryan");
        for (var hour = 0; hour < 7 * 24; hour += 6)
        {
            Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/projects")).StatusCode);
            portal.Clock.Advance(TimeSpan.FromHours(6));
        }

        Assert.Equal(HttpStatusCode.Redirect, (await busy.GetAsync("/projects")).StatusCode);
        await portal.TickAsync();
        Assert.Equal(0, await portal.ReadAsync(db => db.Sessions.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Without_its_database_nobody_is_let_in_and_nobody_is_sent_to_sign_in_again()
    {
        await using var portal = new PortalApp();
        var lead = await portal.LeadAsync();
        await portal.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Sessions\" RENAME TO \"Away\"", Cancellation));

        Assert.InRange((int)(await lead.GetAsync("/projects")).StatusCode, 500, 599);
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/guide")).StatusCode);

        await portal.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Away\" RENAME TO \"Sessions\"", Cancellation));
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/projects")).StatusCode);
    }

    [Fact]
    public async Task A_signed_in_request_costs_one_look_up_along_an_index()
    {
        var queries = new CapturedQueries();
        await using var portal = new PortalApp(_ => { }, configure: queries.AddTo);
        var lead = await portal.SignInAsync("cooktheryan");
        await lead.GetAsync("/guide");
        queries.Clear();

        await lead.GetAsync("/guide");
        Assert.Equal(1, queries.Count);
        await portal.TickAsync();

        Assert.DoesNotContain(queries.Findings(portal.Database), finding => finding.Contains("Sessions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_removed_members_next_click_is_a_page_that_does_not_exist()
    {
        await using var portal = new PortalApp();
        var lead = await portal.LeadAsync();
        await lead.PostAsync("/projects/sigstore-aas/members", ("Input.Provider", "development"), ("Input.Login", "russellb"));
        var member = await portal.SignInAsync("russellb");
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/projects/sigstore-aas")).StatusCode);

        var id = await portal.ReadAsync(db => db.ProjectMembers.Where(row => row.Name == "russellb").Select(row => row.Id).SingleAsync(Cancellation));
        await lead.PostAsync("/projects/sigstore-aas/members?handler=Remove", ("member", id.ToString()));

        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync("/projects/sigstore-aas")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync("/projects/sigstore-aas/history")).StatusCode);
    }

    [Fact]
    public async Task An_operator_whose_role_was_taken_away_meets_pages_that_do_not_exist()
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();
        await visitor.OpenAsync("/sign-in");
        await visitor.PressAsync("Sign in as operator");
        await visitor.OpenAsync("/operations/projects");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);

        portal.Changes.Change("Roles:Operators:0", "development:somebody-else");
        await visitor.OpenAsync("/operations/projects");

        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
    }

    private static async Task<int> AskAsync(PortalApp portal, SignedIn who, string path, Dictionary<string, string>? form = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = portal.ClientOptions.BaseAddress };
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation("Cookie", who.Cookie);
        request.Content = form is null ? null : new FormUrlEncodedContent(form);
        using var answer = await client.SendAsync(request, Cancellation);
        return (int)answer.StatusCode;
    }
}
