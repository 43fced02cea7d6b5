using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace OperateFirst.Portal.GitHub;

/// <summary>
/// <c>/webhooks/github</c>: what GitHub tells by itself. Who holds the secret is GitHub, so nobody signs in and no antiforgery token is asked for.
/// What counts is written down before it is answered; <see cref="ProcessDeliveries"/> does the rest.
/// </summary>
internal static class WebhookEndpoint
{
    public const string Path = "/webhooks/github";

    private const string SignaturePrefix = "sha256=";

    public static async Task<IResult> ReceiveAsync(HttpContext http, WebhookBodies bodies, ReceiveDelivery receive, IOptions<GitHubOptions> options, CancellationToken cancel)
    {
        var secret = options.Value.WebhookSecret;
        if (secret.Length == 0)
        {
            return Results.NotFound();
        }

        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return Say(StatusCodes.Status415UnsupportedMediaType, "Set the webhook's content type to application/json.");
        }

        // What does not even look signed is not read.
        if (SignatureOf(http.Request.Headers) is not { } signature)
        {
            return RefuseSignature();
        }

        var (status, body) = await bodies.ReadAsync(http, read => IsSigned(read, signature, secret), cancel);
        return status switch
        {
            StatusCodes.Status200OK => await TakeAsync(http.Request.Headers, body, receive, options.Value.Repository, cancel),
            StatusCodes.Status401Unauthorized => RefuseSignature(),
            StatusCodes.Status408RequestTimeout => Say(status, "The event did not arrive within 10 seconds."),
            StatusCodes.Status413PayloadTooLarge => Say(status, "The event is larger than 1 MiB, which none of those that the portal follows is."),
            _ => SayLater(http),
        };
    }

    /// <returns>Null where there is none that could be right.</returns>
    private static byte[]? SignatureOf(IHeaderDictionary headers)
    {
        var given = new byte[HMACSHA256.HashSizeInBytes];
        var text = headers["X-Hub-Signature-256"].ToString();
        return text.StartsWith(SignaturePrefix, StringComparison.Ordinal) &&
            text.Length == SignaturePrefix.Length + (2 * given.Length) &&
            Convert.FromHexString(text.AsSpan(SignaturePrefix.Length), given, out _, out _) == OperationStatus.Done
                ? given
                : null;
    }

    // Compares in a time that does not tell where the two differ.
    private static bool IsSigned(ReadOnlySpan<byte> body, byte[] signature, string secret) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body), signature);

    private static async Task<IResult> TakeAsync(IHeaderDictionary headers, byte[] body, ReceiveDelivery receive, string repository, CancellationToken cancel)
    {
        var (id, kind) = (headers["X-GitHub-Delivery"].ToString(), headers["X-GitHub-Event"].ToString());
        if (id.Length is 0 or > GitHubDelivery.IdLength || kind.Length == 0)
        {
            return Say(StatusCodes.Status400BadRequest, "X-GitHub-Event and X-GitHub-Delivery must be sent.");
        }

        if (kind == "ping")
        {
            return Say(StatusCodes.Status200OK, "The webhook is set up.");
        }

        if (WebhookEvent.Read(kind, body) is not { } read)
        {
            return Say(StatusCodes.Status400BadRequest, "The body is no event of GitHub.");
        }

        if (!read.Counts || !repository.Equals(read.Repository?.FullName, StringComparison.OrdinalIgnoreCase))
        {
            return Say(StatusCodes.Status200OK, "The portal does not follow this.");
        }

        return await receive.RunAsync(id, read, Encoding.UTF8.GetString(body), cancel)
            ? Say(StatusCodes.Status202Accepted, "Written down.")
            : Say(StatusCodes.Status200OK, "Known already.");
    }

    private static IResult RefuseSignature() =>
        Say(StatusCodes.Status401Unauthorized, "The signature is missing or wrong: the webhook's secret must be the same as GitHub:WebhookSecret.");

    private static IResult SayLater(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "10";
        return Say(StatusCodes.Status503ServiceUnavailable, "Too many events are arriving at the same time. Send it again in 10 seconds.");
    }

    private static IResult Say(int status, string sentence) => Results.Text(sentence + "\n", "text/plain; charset=utf-8", statusCode: status);
}

public static class WebhookRoutes
{
    public static WebApplication UseGitHub(this WebApplication app)
    {
        // GitHub sends in bursts from few addresses; what others send is bounded by the room for bodies.
        app.MapPost(WebhookEndpoint.Path, WebhookEndpoint.ReceiveAsync).AllowAnonymous().DisableAntiforgery().DisableRateLimiting();
        return app;
    }
}
