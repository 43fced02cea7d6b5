using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Pages;

/// <summary>The ways in. Signing in accepts nothing.</summary>
public sealed partial class SignInModel(IOptions<SignInOptions> options, SignIn signIn, CurrentAccount me, ILogger<SignInModel> logger) : PageModel
{
    private const string AfterSignIn = "/projects";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Failed { get; set; }

    public SignInOptions Ways => options.Value;

    public bool OffersPersonas => Ways.Development && HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    public bool Returns => Back != AfterSignIn;

    // Escaped: a header holds ASCII only.
    private string Back => ReturnUrl is not null && Url.IsLocalUrl(ReturnUrl) && Uri.TryCreate(ReturnUrl, UriKind.Relative, out var path) ? UriHelper.Encode(path) : AfterSignIn;

    public IActionResult OnGet() => me.IsSignedIn ? Redirect(Back) : Page();

    public async Task<IActionResult> OnPostAsync(string? provider)
    {
        if (provider is not (SignInProviders.GitHub or SignInProviders.Oidc) || !Ways.Providers.Contains(provider))
        {
            return NotFound();
        }

        try
        {
            await HttpContext.ChallengeAsync(provider, new AuthenticationProperties { RedirectUri = Back, IsPersistent = true });
            return new EmptyResult();
        }
        catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or IOException)
        {
            // An OpenID Connect provider is asked first where people sign in; it may be away.
            LogProviderAway(logger, failure, provider);
            return Redirect("/sign-in?failed=true");
        }
    }

    public async Task<IActionResult> OnPostPersonaAsync(string? persona, CancellationToken cancel)
    {
        if (!OffersPersonas || Personas.Find(persona) is not { } person)
        {
            return NotFound();
        }

        var principal = await signIn.RunAsync(person, CookieAuthenticationDefaults.AuthenticationScheme, cancel);
        await HttpContext.SignInAsync(principal);
        return Redirect(Back);
    }

    [LoggerMessage(LogLevel.Warning, "The sign-in with {Provider} could not begin")]
    private static partial void LogProviderAway(ILogger logger, Exception failure, string provider);
}
