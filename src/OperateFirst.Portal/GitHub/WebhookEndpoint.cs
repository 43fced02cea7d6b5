using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
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

    /// <summary>The largest event that counts has three texts of 65,536 characters of at most four bytes: the issue's, the comment's and the one before the edit.</summary>
    internal const int MostBytes = 1024 * 1024;

    private const string SignaturePrefix = "sha256=";

    public static async Task<IResult> ReceiveAsync(HttpContext http, ReceiveDelivery receive, IOptions<GitHubOptions> options, CancellationToken cancel)
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

        if (await ReadAsync(http, cancel) is not { } body)
        {
            return Say(StatusCodes.Status413PayloadTooLarge, "The event is larger than 1 MiB, which none of those that the portal follows is.");
        }

        if (!IsSigned(body, http.Request.Headers["X-Hub-Signature-256"], secret))
        {
            return Say(StatusCodes.Status401Unauthorized, "The signature is missing or wrong: the webhook's secret must be the same as GitHub:WebhookSecret.");
        }

        return await TakeAsync(http.Request.Headers, body, receive, options.Value.Repository, cancel);
    }

    /// <summary>Compares in a time that does not tell where the two differ.</summary>
    internal static bool IsSigned(ReadOnlySpan<byte> body, string? signature, string secret)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature is not null &&
            signature.StartsWith(SignaturePrefix, StringComparison.Ordinal) &&
            signature.Length == SignaturePrefix.Length + (2 * given.Length) &&
            Convert.FromHexString(signature.AsSpan(SignaturePrefix.Length), given, out _, out _) == OperationStatus.Done &&
            CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body), given);
    }

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

    /// <returns>Null where it is too large.</returns>
    private static async Task<byte[]?> ReadAsync(HttpContext http, CancellationToken cancel)
    {
        if (http.Request.ContentLength > MostBytes)
        {
            return null;
        }

        // The limit of forms is lower; the bytes are counted here.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (body.Length + read > MostBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static IResult Say(int status, string sentence) => Results.Text(sentence + "\n", "text/plain; charset=utf-8", statusCode: status);
}

public static class WebhookRoutes
{
    public static WebApplication UseGitHub(this WebApplication app)
    {
        app.MapPost(WebhookEndpoint.Path, WebhookEndpoint.ReceiveAsync).AllowAnonymous().DisableAntiforgery();
        return app;
    }
}
