using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Pages;

/// <summary>The ways in. Signing in accepts nothing.</summary>
public sealed class SignInModel(IOptions<SignInOptions> options, SignIn signIn, CurrentAccount me) : PageModel
{
    private const string AfterSignIn = "/projects";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Failed { get; set; }

    public SignInOptions Ways => options.Value;

    public bool OffersPersonas => Ways.Development && HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    public bool Returns => Back != AfterSignIn;

    private string Back => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl ?? AfterSignIn : AfterSignIn;

    public IActionResult OnGet() => me.IsSignedIn ? Redirect(Back) : Page();

    public IActionResult OnPost(string? provider) => (provider, Ways) switch
    {
        (SignInProviders.GitHub, { GitHub.IsSet: true }) or (SignInProviders.Oidc, { Oidc.IsSet: true }) =>
            Challenge(new AuthenticationProperties { RedirectUri = Back, IsPersistent = true }, provider),
        _ => NotFound(),
    };

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
}
