using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Accounts;

public sealed class GitHubSignInTests : IAsyncLifetime
{
    private GitHubEmulator? gitHub;
    private InProcessPortal? portal;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private InProcessPortal Portal => portal ?? throw new InvalidOperationException("Not started yet.");

    public async ValueTask InitializeAsync()
    {
        gitHub = await GitHubEmulator.StartAsync([new Uri(InProcessPortal.Address, "/signin-github")], Cancellation);
        portal = PortalWith(gitHub.Address, gitHub.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await (portal?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (gitHub?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task The_portal_asks_GitHub_with_state_and_proof_key_for_no_more_than_the_person()
    {
        using var visitor = Portal.Visit();

        var asked = GitHubSignInPage.QueryOf(await LeaveAsync(visitor));

        Assert.Equal("read:user user:email", asked["scope"]);
        Assert.Equal("S256", asked["code_challenge_method"]);
        Assert.Equal(43, asked["code_challenge"].Length);
        Assert.NotEmpty(asked["state"]);
        Assert.Equal("https://localhost/signin-github", asked["redirect_uri"]);
    }

    [Fact]
    public async Task The_account_has_the_login_the_name_and_the_verified_address_of_GitHub()
    {
        using var visitor = Portal.Visit();

        await visitor.OpenAsync((await GitHubSignInPage.ChooseAsync(await LeaveAsync(visitor), GitHubEmulator.Lead)).AbsoluteUri);

        Assert.Equal("/projects", visitor.Address.AbsolutePath);
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(
            ("github", GitHubEmulator.Lead, "Project Lead", "lead@example.org"), (account.Provider, account.Login, account.Name, account.Email));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_address_that_is_not_both_primary_and_verified_is_not_used(bool primary, bool verified)
    {
        await using var api = await HttpStub.StartAsync();
        api.Answer(HttpMethod.Get, "/user", StubAnswer.Json(200, """{"id":7,"login":"ada","name":null,"email":"public@example.org"}"""));
        api.Answer(HttpMethod.Get, "/user/emails", StubAnswer.Json(
            200, $$"""[{"email":"ada@example.org","primary":{{(primary ? "true" : "false")}},"verified":{{(verified ? "true" : "false")}}}]"""));
        await using var other = PortalWith((gitHub ?? throw new InvalidOperationException("Not started yet.")).Address, api.Address);
        using var visitor = other.Visit();

        await visitor.OpenAsync((await GitHubSignInPage.ChooseAsync(await LeaveAsync(visitor), GitHubEmulator.Lead)).AbsoluteUri);

        var account = Assert.Single(await other.ReadAsync(db => db.Accounts.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal(("7", "ada", "ada", ""), (account.Subject, account.Login, account.Name, account.Email));
    }

    [Fact]
    public async Task Whoever_comes_again_is_the_same_account()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var visitor = Portal.Visit();
            await visitor.OpenAsync((await GitHubSignInPage.ChooseAsync(await LeaveAsync(visitor), GitHubEmulator.Lead)).AbsoluteUri);
            Assert.Equal("/projects", visitor.Address.AbsolutePath);
        }

        Assert.Single(await AccountsAsync());
    }

    [Fact]
    public async Task A_tampered_state_signs_nobody_in()
    {
        using var visitor = Portal.Visit();
        var back = await GitHubSignInPage.ChooseAsync(await LeaveAsync(visitor), GitHubEmulator.Lead);
        var query = GitHubSignInPage.QueryOf(back);

        await visitor.OpenAsync($"/signin-github?code={query["code"]}&state={query["state"][..^4]}AAAA");

        await ExpectRefusedAsync(visitor);
    }

    [Fact]
    public async Task An_answer_meant_for_another_browser_signs_nobody_in()
    {
        using var attacker = Portal.Visit();
        using var victim = Portal.Visit();
        var back = await GitHubSignInPage.ChooseAsync(await LeaveAsync(attacker), GitHubEmulator.SecondLead);

        await victim.OpenAsync(back.AbsoluteUri);

        await ExpectRefusedAsync(victim);
    }

    [Fact]
    public async Task A_code_slipped_into_another_sign_in_signs_nobody_in()
    {
        await using var stub = await HttpStub.StartAsync();
        stub.Answer(HttpMethod.Post, "/login/oauth/access_token", StubAnswer.Json(200, """{"error":"bad_verification_code"}"""));
        await using var other = PortalWith(stub.Address, stub.Address);
        using var victim = other.Visit();
        var asked = GitHubSignInPage.QueryOf(await LeaveAsync(victim));

        await victim.OpenAsync($"/signin-github?code=stolen&state={Uri.EscapeDataString(asked["state"])}");

        Assert.Equal("/sign-in?failed=true", victim.Address.PathAndQuery);
        Assert.Contains("code_verifier=", Assert.Single(stub.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_used_signs_nobody_in_again()
    {
        using var visitor = Portal.Visit();
        var back = await GitHubSignInPage.ChooseAsync(await LeaveAsync(visitor), GitHubEmulator.Lead);
        await visitor.OpenAsync(back.AbsoluteUri);
        await visitor.OpenAsync("/sign-out");
        await visitor.PressAsync("Sign out");

        await visitor.OpenAsync(back.AbsoluteUri);

        Assert.Equal("/sign-in?failed=true", visitor.Address.PathAndQuery);
        await visitor.OpenAsync("/projects");
        Assert.Equal("/sign-in", visitor.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_GitHub_that_tells_nonsense_signs_nobody_in()
    {
        await using var api = await HttpStub.StartAsync();
        await using var other = PortalWith((gitHub ?? throw new InvalidOperationException("Not started yet.")).Address, api.Address);
        foreach (var (status, user, emails) in new[]
        {
            (500, "{}", null), (200, "<html>", null), (200, "{}", "[]"), (200, """{"id":"seven","login":"ada"}""", "[]"), (200, """{"id":7,"login":"ada"}""", (string?)"{}"),
        })
        {
            api.Answer(HttpMethod.Get, "/user", StubAnswer.Json(status, user));
            if (emails is not null)
            {
                api.Answer(HttpMethod.Get, "/user/emails", StubAnswer.Json(200, emails));
            }

            using var visitor = other.Visit();
            await visitor.OpenAsync((await GitHubSignInPage.ChooseAsync(await LeaveAsync(visitor), GitHubEmulator.Lead)).AbsoluteUri);

            Assert.Equal("/sign-in?failed=true", visitor.Address.PathAndQuery);
        }

        Assert.Empty(await other.ReadAsync(db => db.Accounts.ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task A_person_who_says_no_at_GitHub_is_back_at_the_sign_in()
    {
        using var visitor = Portal.Visit();
        var state = Uri.EscapeDataString(GitHubSignInPage.QueryOf(await LeaveAsync(visitor))["state"]);

        await visitor.OpenAsync($"/signin-github?error=access_denied&state={state}");

        await ExpectRefusedAsync(visitor);
    }

    [Theory]
    [InlineData("/guide?from=sign-in", "/guide?from=sign-in")]
    [InlineData("https://evil.example.org/", "/projects")]
    [InlineData("//evil.example.org/", "/projects")]
    [InlineData("/\\evil.example.org/", "/projects")]
    public async Task A_return_address_leads_back_but_never_off_the_portal(string returnUrl, string expected)
    {
        using var visitor = Portal.Visit();

        await visitor.OpenAsync((await GitHubSignInPage.ChooseAsync(await LeaveAsync(visitor, returnUrl), GitHubEmulator.Lead)).AbsoluteUri);

        Assert.Null(visitor.LeftFor);
        Assert.Equal(expected, visitor.Address.PathAndQuery);
    }

    private static InProcessPortal PortalWith(Uri site, Uri api) => new(new()
    {
        ["SignIn:Development"] = "false",
        ["SignIn:GitHub:ClientId"] = GitHubEmulator.ClientId,
        ["SignIn:GitHub:ClientSecret"] = GitHubEmulator.ClientSecret,
        ["SignIn:GitHub:BaseUrl"] = site.AbsoluteUri,
        ["SignIn:GitHub:ApiUrl"] = api.AbsoluteUri,
    });

    private static async Task<Uri> LeaveAsync(Visitor visitor, string returnUrl = "")
    {
        await visitor.OpenAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        await visitor.PressAsync("Sign in with GitHub");
        return visitor.LeftFor ?? throw new InvalidOperationException($"Still at {visitor.Address}");
    }

    private async Task ExpectRefusedAsync(Visitor visitor)
    {
        Assert.Equal("/sign-in?failed=true", visitor.Address.PathAndQuery);
        Assert.Contains("You are not signed in", visitor.Text, StringComparison.Ordinal);
        await visitor.OpenAsync("/projects");
        Assert.Equal("/sign-in", visitor.Address.AbsolutePath);
        Assert.Empty(await AccountsAsync());
    }

    private Task<List<Account>> AccountsAsync() => Portal.ReadAsync(db => db.Accounts.AsNoTracking().ToListAsync(Cancellation));
}
