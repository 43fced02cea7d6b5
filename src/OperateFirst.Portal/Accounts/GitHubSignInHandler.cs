using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace OperateFirst.Portal.Accounts;

/// <summary>Signs in with what GitHub tells of the person: https://docs.github.com/rest/users.</summary>
internal static class GitHubSignInHandler
{
    public static void Configure(OAuthOptions oauth, GitHubSignIn settings)
    {
        var site = settings.BaseUrl.TrimEnd('/');
        var api = settings.ApiUrl.TrimEnd('/');
        oauth.ClientId = settings.ClientId;
        oauth.ClientSecret = settings.ClientSecret;
        oauth.CallbackPath = "/signin-github";
        oauth.AuthorizationEndpoint = $"{site}/login/oauth/authorize";
        oauth.TokenEndpoint = $"{site}/login/oauth/access_token";
        oauth.UserInformationEndpoint = $"{api}/user";
        oauth.UsePkce = true;
        oauth.Scope.Add("read:user");
        oauth.Scope.Add("user:email");
        oauth.Events.OnCreatingTicket = context => CreateTicketAsync(context, $"{api}/user/emails");
    }

    private static async Task CreateTicketAsync(OAuthCreatingTicketContext context, string emailsEndpoint)
    {
        var cancel = context.HttpContext.RequestAborted;
        using var user = await GetAsync(context, context.Options.UserInformationEndpoint, cancel);
        using var emails = await GetAsync(context, emailsEndpoint, cancel);
        var person = new SignedInPerson(
            SignInProviders.GitHub,
            user.RootElement.GetProperty("id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
            user.RootElement.GetProperty("login").GetString() ?? throw new AuthenticationFailureException("GitHub told no login."),
            Text(user.RootElement, "name"),
            PrimaryVerified(emails.RootElement));
        var signIn = context.HttpContext.RequestServices.GetRequiredService<SignIn>();
        context.Principal = await signIn.RunAsync(person, context.Scheme.Name, cancel);
    }

    private static async Task<JsonDocument> GetAsync(OAuthCreatingTicketContext context, string address, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        request.Headers.UserAgent.ParseAdd("operate-first-portal");
        using var response = await context.Backchannel.SendAsync(request, cancel);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
    }

    // An address that GitHub has not verified may be somebody else's.
    private static string PrimaryVerified(JsonElement emails) =>
        emails.EnumerateArray()
            .Where(email => email.GetProperty("primary").GetBoolean() && email.GetProperty("verified").GetBoolean())
            .Select(email => Text(email, "email"))
            .FirstOrDefault("");

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
