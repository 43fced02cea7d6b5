using System.Net;

namespace OperateFirst.Portal.GitHub;

/// <summary>
/// Lets a redirect lead to another path of the same server only, as GitHub's does for a renamed repository. Octokit would follow it anywhere:
/// without the token, but with the text, and it would believe the answer.
/// </summary>
internal sealed class SameHostHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri is not { } asked || response.Headers.Location is not { } location || !IsRedirect(response.StatusCode))
        {
            return response;
        }

        var target = new Uri(asked, location);
        if (target.GetLeftPart(UriPartial.Authority) != asked.GetLeftPart(UriPartial.Authority))
        {
            response.Dispose();
            throw new ElsewhereException(target);
        }

        // Octokit takes it as it stands, and cannot ask a relative one.
        response.Headers.Location = target;
        return response;
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}

/// <summary>The answer leads to another server.</summary>
public sealed class ElsewhereException(Uri target) : Exception($"GitHub's answer leads to another server, {target.Authority}.")
{
    public string Server { get; } = target.Authority;
}
