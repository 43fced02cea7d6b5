using System.Net;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Guide;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Hosting;

namespace OperateFirst.Portal.Tests.Accounts;

public sealed class PersonaSignInTests
{
    private static readonly Dictionary<string, string> PersonasOff = new()
    {
        ["SignIn:Development"] = "false",
        ["SignIn:GitHub:ClientId"] = "client",
        ["SignIn:GitHub:ClientSecret"] = "secret",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cooktheryan")]
    [InlineData("russellb")]
    [InlineData("bburns")]
    [InlineData("larsks")]
    [InlineData("operator")]
    public async Task Each_persona_signs_in_with_one_press(string persona)
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();

        await SignInAsync(visitor, persona);

        Assert.Equal("/projects", visitor.Address.AbsolutePath);
        Assert.Equal(persona, Assert.Single(await portal.ReadAsync(db => db.Accounts.ToListAsync(Cancellation))).Login);
    }

    [Fact]
    public async Task Signing_in_accepts_nothing()
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();

        await SignInAsync(visitor, "cooktheryan");

        Assert.Equal(0, await portal.ReadAsync(db => db.Acceptances.CountAsync(Cancellation)));
        Assert.Equal(0, await portal.ReadAsync(db => db.ReadingConfirmations.CountAsync(Cancellation)));
        Assert.Equal(0, await portal.ReadAsync(db => db.Projects.CountAsync(Cancellation)));
        Assert.Empty(await portal.MessagesAsync());
    }

    [Theory]
    [InlineData("/projects/new?want=onboard", "/projects/new?want=onboard")]
    [InlineData("https://evil.example.org/", "/projects")]
    [InlineData("//evil.example.org/", "/projects")]
    [InlineData("/\\evil.example.org/", "/projects")]
    [InlineData("javascript:alert(1)", "/projects")]
    [InlineData("/\t/evil.example.org/", "/projects")]
    public async Task A_return_address_leads_back_but_never_off_the_portal(string returnUrl, string expected)
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();

        await SignInAsync(visitor, "cooktheryan", returnUrl);

        Assert.Null(visitor.LeftFor);
        Assert.Equal(expected, visitor.Address.PathAndQuery);
    }

    [Fact]
    public async Task Personas_are_for_loopback_only()
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();
        await visitor.OpenAsync("/sign-in");

        portal.VisitorsAddress = IPAddress.Parse("192.0.2.7");
        await visitor.PressAsync("Sign in as operator");

        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        await visitor.OpenAsync("/sign-in");
        Assert.DoesNotContain("Try it as", visitor.Text, StringComparison.Ordinal);
        Assert.Equal(0, await portal.ReadAsync(db => db.Accounts.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task Without_the_setting_there_are_no_personas()
    {
        await using var portal = new InProcessPortal(PersonasOff);
        using var visitor = portal.Visit();
        await visitor.OpenAsync("/sign-in");
        Assert.DoesNotContain("Try it as", visitor.Text, StringComparison.Ordinal);

        // The form of a portal that has them, sent to one that has not.
        var button = visitor.Page.QuerySelector("button[name=provider]") ?? throw new InvalidOperationException("No sign-in form.");
        button.SetAttribute("name", "persona");
        button.SetAttribute("value", "operator");
        button.SetAttribute("formaction", "/sign-in?handler=Persona");
        await visitor.PressAsync("Sign in with GitHub");

        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        Assert.Equal(0, await portal.ReadAsync(db => db.Accounts.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task An_expired_session_leads_back_to_the_page_after_signing_in()
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();
        await SignInAsync(visitor, "cooktheryan");

        portal.Time.Advance(TimeSpan.FromHours(13));
        await visitor.OpenAsync("/projects/new?want=onboard");
        Assert.Equal("/sign-in", visitor.Address.AbsolutePath);
        await visitor.PressAsync("Sign in as cooktheryan");

        Assert.Equal("/projects/new?want=onboard", visitor.Address.PathAndQuery);
    }

    [Theory]
    [InlineData("bburns", HttpStatusCode.OK)]
    [InlineData("cooktheryan", HttpStatusCode.NotFound)]
    [InlineData("operator", HttpStatusCode.NotFound)]
    public async Task Only_those_the_settings_name_are_coordinators(string persona, HttpStatusCode expected)
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();
        await SignInAsync(visitor, persona);

        await visitor.OpenAsync("/review");

        Assert.Equal(expected, visitor.Status);
    }

    [Fact]
    public async Task The_same_login_at_another_provider_has_no_role()
    {
        await using var portal = new InProcessPortal(new()
        {
            ["Roles:Coordinators:bill-burns:0"] = "github:bburns",
            ["Roles:Coordinators:lars-kellogg-stedman:0"] = "github:larsks",
        });
        using var visitor = portal.Visit();
        await SignInAsync(visitor, "bburns");

        await visitor.OpenAsync("/review");

        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_with_the_next_click()
    {
        await using var portal = new InProcessPortal();
        using var visitor = portal.Visit();
        await SignInAsync(visitor, "bburns");
        await visitor.OpenAsync("/review");
        Assert.Equal(HttpStatusCode.OK, visitor.Status);

        portal.Changes.Change("Roles:Coordinators:bill-burns:0", "development:somebody-else");
        await visitor.OpenAsync("/review");

        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
    }

    private static async Task SignInAsync(Visitor visitor, string persona, string returnUrl = "")
    {
        await visitor.OpenAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        await visitor.PressAsync($"Sign in as {persona}");
    }
}
