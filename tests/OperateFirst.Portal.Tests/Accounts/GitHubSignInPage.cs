using System.Web;
using AngleSharp.Html.Parser;

namespace OperateFirst.Portal.Tests.Accounts;

/// <summary>What a person does at GitHub between leaving the portal and coming back.</summary>
internal static class GitHubSignInPage
{
    /// <returns>Where GitHub sends the person back to.</returns>
    public static async Task<Uri> ChooseAsync(Uri authorize, string login)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var page = await new HtmlParser().ParseDocumentAsync(await browser.GetStringAsync(authorize, cancellation), cancellation);
        var form = page.Forms.Single(candidate => candidate.QuerySelector("input[name=login]")?.GetAttribute("value") == login);
        using var content = new FormUrlEncodedContent(form.QuerySelectorAll("input").ToDictionary(
            input => input.GetAttribute("name") ?? "", input => input.GetAttribute("value") ?? ""));
        using var answer = await browser.PostAsync(new Uri(authorize, form.GetAttribute("action")), content, cancellation);
        return answer.Headers.Location ?? throw new InvalidOperationException($"GitHub did not send anybody back: {(int)answer.StatusCode}");
    }

    public static Dictionary<string, string> QueryOf(Uri address)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        return query.AllKeys.OfType<string>().ToDictionary(name => name, name => query[name] ?? "");
    }
}
