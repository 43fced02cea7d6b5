using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.BrowserTests.TestSupport;

/// <summary>A signed-in person without a browser: brings projects into the state that a test begins with.</summary>
public sealed partial class PortalClient : IDisposable
{
    private const string SessionCookie = "portal-session";

    private readonly Uri address;
    private readonly CookieContainer cookies = new();
    private readonly HttpClient client;

    private PortalClient(Uri address)
    {
        this.address = address;
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = address };
    }

    /// <param name="persona">Key of a Development persona: <c>cooktheryan</c>.</param>
    public static async Task<PortalClient> SignInAsync(Uri address, string persona)
    {
        var person = new PortalClient(address);
        await person.SendAsync("/sign-in", "?handler=Persona", ("persona", persona));
        return person;
    }

    /// <summary>Signs in as a person of any name, as an OpenID Connect provider tells it.</summary>
    public static async Task<PortalClient> SignInAsync(Uri address, string email, string name)
    {
        var person = new PortalClient(address);
        using var answer = await person.client.GetAsync(new Uri(AnybodySignsIn.AddressFor(new SignedInPerson(SignInProviders.Oidc, email, email, name, email)), UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return person;
    }

    /// <summary>Makes a browser's context this person's.</summary>
    public async Task EnterAsync(IPage page) => await page.Context.AddCookiesAsync(
        [new Microsoft.Playwright.Cookie { Name = SessionCookie, Value = cookies.GetCookies(address)[SessionCookie]?.Value ?? "", Url = address.AbsoluteUri }]);

    /// <summary>Opens the page and sends its form: the hidden fields as the page has them, the others as given.</summary>
    /// <exception cref="InvalidOperationException">The portal did not take it.</exception>
    public Task SendAsync(string path, params (string Name, string Value)[] fields) => SendAsync(path, "", fields);

    /// <summary>Sends a form as it is, with a token of this person.</summary>
    public async Task<HttpResponseMessage> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> form)
    {
        using var content = new FormUrlEncodedContent(form);
        return await client.PostAsync(new Uri(address, UriKind.Relative), content);
    }

    /// <summary>What the address answers, as it is.</summary>
    public Task<string> ReadAsync(string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));

    public void Dispose() => client.Dispose();

    public async Task RegisterAsync(string slug, string? name = null, string description = "Initial work on deploying sigstore AAS") => await SendAsync(
        "/projects/new?want=onboard",
        ("Input.Name", name ?? slug), ("Input.Slug", slug), ("Input.Description", description), ("Input.RepositoryUrl", "https://github.com/sigstore"),
        ("Input.DocumentationUrl", "https://www.sigstore.dev/"), ("Input.ContactEmail", "lead@example.org"));

    public Task ConfirmReadingAsync(string slug) => SendAsync($"/projects/{slug}/guide", ("Input.Confirmed", "true"));

    public async Task AcceptBothAsync(string slug)
    {
        await SendAsync($"/projects/{slug}/agreements/telemetry", ("Input.Agreed", "true"));
        await SendAsync($"/projects/{slug}/agreements/commitment", ("Input.Agreed", "true"));
    }

    public Task AskAsync(string slug, string target, params (string Name, string Value)[] fields) => SendAsync($"/projects/{slug}/invitations/{target}", fields);

    public async Task JoinAllAsync(string slug)
    {
        foreach (var channel in new[] { "operate-first-users", "openinfralabs", "dashboard" })
        {
            await SendAsync($"/projects/{slug}/conversation", ("channel", channel), ("joined", "true"));
        }
    }

    public Task MarkClusterAsync(string slug) => SendAsync($"/projects/{slug}/cluster");

    /// <param name="query">Of the address that the form is sent to: <c>?handler=Withdraw</c>.</param>
    public async Task SendAsync(string path, string query, params (string Name, string Value)[] fields)
    {
        var page = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        Dictionary<string, string> form = [];
        foreach (Match hidden in HiddenInput().Matches(page))
        {
            form[NameAttribute().Match(hidden.Value).Groups[1].Value] = WebUtility.HtmlDecode(ValueAttribute().Match(hidden.Value).Groups[1].Value);
        }

        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        using var content = new FormUrlEncodedContent(form);
        using var answer = await client.PostAsync(new Uri(path + query, UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException($"{path} answered {answer.StatusCode}:\n{await answer.Content.ReadAsStringAsync()}");
        }
    }

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenInput();

    [GeneratedRegex(" name=\"([^\"]*)\"")]
    private static partial Regex NameAttribute();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex ValueAttribute();
}
