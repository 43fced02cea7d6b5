using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.TestSupport.OpenId;

namespace OperateFirst.Portal.Tests.Accounts;

public sealed class OpenIdSignInTests : IAsyncLifetime
{
    private OpenIdProvider? provider;
    private InProcessPortal? portal;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private OpenIdProvider Provider => provider ?? throw new InvalidOperationException("Not started yet.");

    private InProcessPortal Portal => portal ?? throw new InvalidOperationException("Not started yet.");

    public async ValueTask InitializeAsync()
    {
        provider = await OpenIdProvider.StartAsync(new Uri(InProcessPortal.Address, "/signin-oidc"));
        provider.User = new OpenIdUser("subject-7", "Ada Lovelace", "ada@example.org", "ada");
        portal = new InProcessPortal(new()
        {
            ["SignIn:Development"] = "false",
            ["SignIn:Oidc:Authority"] = provider.Authority.AbsoluteUri.TrimEnd('/'),
            ["SignIn:Oidc:ClientId"] = OpenIdProvider.ClientId,
            ["SignIn:Oidc:ClientSecret"] = OpenIdProvider.ClientSecret,
            ["SignIn:Oidc:Name"] = "Example",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await (portal?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (provider?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task The_portal_asks_with_state_nonce_and_proof_key()
    {
        using var visitor = Portal.Visit();

        var asked = GitHubSignInPage.QueryOf(await LeaveAsync(visitor));

        Assert.Equal(("code", "S256"), (asked["response_type"], asked["code_challenge_method"]));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.NotEmpty(asked[name]));
        Assert.Equal("openid profile email", asked["scope"]);
    }

    [Fact]
    public async Task The_account_is_the_subject_with_its_name_and_verified_address()
    {
        using var visitor = Portal.Visit();

        await SignInAsync(visitor);

        Assert.Equal("/projects", visitor.Address.AbsolutePath);
        Assert.Empty(Provider.Refusals);
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(
            ("oidc", "subject-7", "Ada Lovelace", "ada@example.org", "ada@example.org"),
            (account.Provider, account.Subject, account.Name, account.Email, account.Login));
    }

    [Theory]
    [InlineData(Tampering.State)]
    [InlineData(Tampering.Nonce)]
    [InlineData(Tampering.Issuer)]
    [InlineData(Tampering.Audience)]
    [InlineData(Tampering.Signature)]
    [InlineData(Tampering.Expired)]
    [InlineData(Tampering.Denied)]
    [InlineData(Tampering.NoNonce)]
    [InlineData(Tampering.Unsigned)]
    [InlineData(Tampering.SecretAsKey)]
    [InlineData(Tampering.Garbage)]
    public async Task An_answer_that_cannot_be_trusted_signs_nobody_in(Tampering tampering)
    {
        using var visitor = Portal.Visit();
        Provider.Tampering = tampering;

        await SignInAsync(visitor);

        await ExpectRefusedAsync(visitor);
    }

    [Fact]
    public async Task An_answer_meant_for_another_browser_signs_nobody_in()
    {
        using var attacker = Portal.Visit();
        using var victim = Portal.Visit();
        var (back, fields) = await AuthorizeAsync(await LeaveAsync(attacker));
        await LeaveAsync(victim);

        await ReturnAsync(victim, back, fields);

        await ExpectRefusedAsync(victim);
    }

    [Fact]
    public async Task A_code_slipped_into_another_sign_in_signs_nobody_in()
    {
        using var attacker = Portal.Visit();
        using var victim = Portal.Visit();
        var (_, stolen) = await AuthorizeAsync(await LeaveAsync(attacker));
        var (back, fields) = await AuthorizeAsync(await LeaveAsync(victim));

        await ReturnAsync(victim, back, new(fields) { ["code"] = stolen["code"] });

        await ExpectRefusedAsync(victim);
        Assert.Contains("token: the PKCE verifier does not fit the challenge", Provider.Refusals);
    }

    [Fact]
    public async Task An_answer_that_was_used_signs_nobody_in_again()
    {
        using var visitor = Portal.Visit();
        var (back, fields) = await AuthorizeAsync(await LeaveAsync(visitor));
        await ReturnAsync(visitor, back, fields);
        Assert.Equal("/projects", visitor.Address.AbsolutePath);
        await visitor.OpenAsync("/sign-out");
        await visitor.PressAsync("Sign out");

        await ReturnAsync(visitor, back, fields);

        Assert.Equal("/sign-in?failed=true", visitor.Address.PathAndQuery);
        await visitor.OpenAsync("/projects");
        Assert.Equal("/sign-in", visitor.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_told_in_a_sentence()
    {
        using var visitor = Portal.Visit();
        await visitor.OpenAsync("/sign-in");
        await Provider.DisposeAsync();

        await visitor.PressAsync("Sign in with Example");

        await ExpectRefusedAsync(visitor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_address_that_is_not_verified_is_not_used(bool onlyAtUserInfo)
    {
        Provider.User = Provider.User with { EmailVerified = false, OnlySubjectInToken = onlyAtUserInfo };
        using var visitor = Portal.Visit();

        await SignInAsync(visitor);

        Assert.Equal("/projects", visitor.Address.AbsolutePath);
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(("", "", "Ada Lovelace"), (account.Email, account.Login, account.Name));
    }

    [Fact]
    public async Task A_verified_address_that_only_the_user_info_tells_is_used()
    {
        Provider.User = Provider.User with { OnlySubjectInToken = true };
        using var visitor = Portal.Visit();

        await SignInAsync(visitor);

        Assert.Equal("ada@example.org", Assert.Single(await AccountsAsync()).Email);
    }

    [Fact]
    public async Task No_address_for_providers_ends_a_session()
    {
        using var visitor = Portal.Visit();
        await SignInAsync(visitor);

        foreach (var path in new[] { "/signout-oidc", "/signout-oidc?iss=x&sid=y", "/signout-callback-oidc" })
        {
            await visitor.OpenAsync(path);
            Assert.Equal((path, System.Net.HttpStatusCode.NotFound), (path, visitor.Status));
        }

        await visitor.OpenAsync("/projects");
        Assert.Equal("/projects", visitor.Address.AbsolutePath);
    }

    private static async Task<Uri> LeaveAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/sign-in");
        await visitor.PressAsync("Sign in with Example");
        return visitor.LeftFor ?? throw new InvalidOperationException($"Still at {visitor.Address}");
    }

    private static async Task SignInAsync(Visitor visitor)
    {
        var (back, fields) = await AuthorizeAsync(await LeaveAsync(visitor));
        await ReturnAsync(visitor, back, fields);
    }

    /// <returns>Where the provider's form leads back to, and what it sends.</returns>
    private static async Task<(Uri Back, Dictionary<string, string> Fields)> AuthorizeAsync(Uri authorize)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var page = await new HtmlParser().ParseDocumentAsync(await browser.GetStringAsync(authorize, Cancellation), Cancellation);
        var form = page.Forms.Single();
        return (new Uri(form.GetAttribute("action") ?? ""), form.QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name") ?? "", input => input.GetAttribute("value") ?? ""));
    }

    private static async Task ReturnAsync(Visitor visitor, Uri back, Dictionary<string, string> fields)
    {
        var inputs = string.Concat(fields.Select(field => $"<input type=\"hidden\" name=\"{field.Key}\" value=\"{System.Net.WebUtility.HtmlEncode(field.Value)}\">"));
        using var html = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"<form method=\"post\" action=\"{back}\">{inputs}<button>Go on</button></form>"));
        await visitor.ReceiveAsync(html);
        await visitor.PressAsync("Go on");
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
