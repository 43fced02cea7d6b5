using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OperateFirst.Portal.Tests.Mail;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>The program with a canary in each secret setting, as talkative as it gets, against servers that refuse it.</summary>
public sealed partial class SecretsTests
{
    private const string Canary = "c4n4ry";

    private static readonly string[] Talkative =
    [
        "Serilog:MinimumLevel:Default", "Serilog:MinimumLevel:Override:Microsoft", "Serilog:MinimumLevel:Override:System", "Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore.Update",
        "Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore.Database.Command", "Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore.Database.Connection",
        "Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore.Query", "Serilog:MinimumLevel:Override:Microsoft.Extensions.Diagnostics.HealthChecks", "Serilog:MinimumLevel:Override:Microsoft.Extensions.Hosting.Internal.Host",
        "Serilog:MinimumLevel:Override:Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", "Serilog:MinimumLevel:Override:Microsoft.AspNetCore.Mvc.ViewFeatures.CookieTempDataProvider",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_on_any_page_or_in_the_log_and_no_address_is_in_the_log()
    {
        using var data = new TemporaryFolder();
        await using var mail = ScriptedSmtpServer.Start();
        mail.Answers["EHLO"] = "250-test\r\n250 AUTH PLAIN LOGIN";
        mail.Answers["AUTH"] = "535 5.7.8 not with this password";
        await using var refusing = await LoopbackServer.StartAsync(app => app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return context.Response.WriteAsJsonAsync(new { message = "Bad credentials" }, Cancellation);
        }));
        await using var portal = await PortalProcess.StartAsync(data.Path, Settings(mail.Port, refusing.Address), environment: "Development", cancellationToken: Cancellation);
        var seen = new List<(string Where, string Text)>();

        var slug = "sigstore-aas";
        using var lead = new Lead(new Visitor(Browser(portal)), slug);
        await lead.RegisterAsync();
        await lead.AcceptAsync("telemetry");
        await Until.TrueAsync("the mail server refused the login", () => portal.Output.Contains("The mail server failed", StringComparison.Ordinal), cancellationToken: Cancellation);
        mail.Answers["AUTH"] = "235 welcome";
        mail.Answers["RCPT"] = "550 5.1.1 <lead@example.org>: no such user";
        await lead.AcceptAsync("commitment");
        await Until.TrueAsync("the mail server refused the recipient", () => portal.Output.Contains("no such user", StringComparison.Ordinal), cancellationToken: Cancellation);
        await WalkAsync(lead.Visitor, seen, ["/", "/projects", $"/projects/{slug}", $"/projects/{slug}/history", $"/projects/{slug}/members", $"/projects/{slug}/issue", "/no-such-page", "/sign-in", "/verify?x=" + new string('&', 300)]);

        using var chief = new Visitor(Browser(portal));
        await chief.OpenAsync("/sign-in");
        await chief.PressAsync("Sign in as operator");
        await WalkAsync(chief, seen, ["/operations/deliveries", "/operations/deliveries?state=parked", "/operations/agreements?q=ada@example.org", "/operations/projects", "/operations/ledger", "/operations/issues", "/operations/texts", "/operations/holds", $"/operations/projects/{slug}", "/health/live", "/health/ready", "/deliveries", "/error", "/status/500"]);
        await SignInElsewhereAsync(portal, refusing.Address, seen);
        seen.Add(("the log", portal.Output));
        var (exitCode, told) = await PortalProcess.RunAsync(data.Path, Settings(mail.Port, refusing.Address), ["backup", data.Combine("copy.db")], "Development", Cancellation);
        Assert.Equal((0, true), (exitCode, File.Exists(data.Combine("copy.db"))));
        seen.Add(("what the backup says", told));

        Assert.Contains("Request starting", portal.Output, StringComparison.Ordinal);
        Assert.Empty(seen.Where(place => place.Text.Contains(Canary, StringComparison.OrdinalIgnoreCase)).Select(place => place.Where));
        Assert.Contains("<[address]>: no such user", portal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Lines.Concat(told.Split('\n')), line => Address().IsMatch(line));
    }

    [Theory]
    [InlineData("Database:ConnectionString", "Data Source=portal.db;Password=c4n4ry-database")]
    [InlineData("Kestrel:Endpoints:Tls:Certificate:Path", "missing.pfx", Explicit = true)]
    [InlineData("SignIn:Oidc:Authority", "none", Explicit = true)]
    public async Task No_secret_is_told_where_the_start_is_refused(string setting, string value)
    {
        using var data = new TemporaryFolder();
        var settings = Settings(25, new Uri("http://127.0.0.1:9/"));
        settings[setting] = value;
        if (setting.StartsWith("Kestrel", StringComparison.Ordinal))
        {
            settings["Kestrel:Endpoints:Tls:Url"] = "https://127.0.0.1:0";
            settings["Kestrel:Endpoints:Tls:Certificate:Password"] = Canary + "-certificate";
        }

        var (exitCode, output) = await PortalProcess.RunAsync(data.Path, settings, [], "Development", Cancellation);

        Assert.NotEqual(0, exitCode);
        Assert.NotEmpty(output);
        Assert.DoesNotContain(Canary, output, StringComparison.OrdinalIgnoreCase);
    }

    private static Dictionary<string, string?> Settings(int mailPort, Uri refusing)
    {
        var settings = Talkative.ToDictionary(name => name, _ => (string?)"Debug");
        foreach (var (name, value) in new[]
        {
            ("Deliveries:Issues", "GitHub"), ("GitHub:Token", Canary + "-token"), ("GitHub:ApiUrl", refusing.AbsoluteUri), ("GitHub:WebhookSecret", Canary + "-webhook-secret"),
            ("Deliveries:Mail", "Smtp"), ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", $"{mailPort}"), ("Smtp:Tls", "None"), ("Smtp:User", "portal"), ("Smtp:Password", Canary + "-mail"),
            ("Smtp:SenderAddress", "portal@example.org"), ("Smtp:AllowedRecipients:0", "*@example.org"),
            ("SignIn:GitHub:ClientId", "client"), ("SignIn:GitHub:ClientSecret", Canary + "-github"), ("SignIn:GitHub:BaseUrl", refusing.AbsoluteUri), ("SignIn:GitHub:ApiUrl", refusing.AbsoluteUri),
            ("SignIn:Oidc:Authority", refusing.AbsoluteUri), ("SignIn:Oidc:ClientId", "client"), ("SignIn:Oidc:ClientSecret", Canary + "-oidc"), ("SignIn:Oidc:Name", "Example"),
        })
        {
            settings[name] = value;
        }

        return settings;
    }

    // To GitHub and back with a code that it refuses; to a provider that does not answer as one.
    private static async Task SignInElsewhereAsync(PortalProcess portal, Uri gitHub, List<(string Where, string Text)> seen)
    {
        using var visitor = new Visitor(Browser(portal));
        await visitor.OpenAsync("/sign-in");
        await visitor.PressAsync("Sign in with Example");
        seen.Add(("the sign-in with OpenID Connect", visitor.Page.Source.Text));
        await visitor.OpenAsync("/sign-in?returnUrl=%2Fguide");
        await visitor.PressAsync("Sign in with GitHub");
        var asked = visitor.LeftFor ?? throw new InvalidOperationException("Still here.");
        Assert.Equal(gitHub.Authority, asked.Authority);
        var state = System.Web.HttpUtility.ParseQueryString(asked.Query)["state"] ?? "";
        await visitor.OpenAsync($"/signin-github?code=refused&state={Uri.EscapeDataString(state)}");
        Assert.Contains("You are not signed in", visitor.Text, StringComparison.Ordinal);
        seen.Add(("the sign-in with GitHub", visitor.Page.Source.Text + asked));
    }

    private static async Task WalkAsync(Visitor visitor, List<(string Where, string Text)> seen, string[] paths)
    {
        foreach (var path in paths)
        {
            await visitor.OpenAsync(path);
            seen.Add((path, visitor.Page.Source.Text));
        }
    }

    private static HttpClient Browser(PortalProcess portal) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = portal.Address };

    [GeneratedRegex("""[\w.+-](@|%40)[\w-]+(\.|%2E)\w+""", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
