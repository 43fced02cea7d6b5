using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Octokit;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.GitHub;

/// <summary>Says what a failure means for the message: try again and when, or what an operator has to do.</summary>
public sealed partial class GitHubFailures(IOptions<GitHubOptions> options, TimeProvider time, ILogger<GitHubFailures> logger)
{
    /// <summary>What GitHub asks for where it says no time: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(60);

    /// <summary>Runs a delivery; a failure that is understood becomes its outcome.</summary>
    public async Task<Delivery> GuardAsync(OutboxMessage message, Func<Task<Delivery>> deliver, CancellationToken cancel)
    {
        try
        {
            return await deliver();
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && Meaning(failure) is not null)
        {
            LogFailed(logger, failure, message.Id, message.Kind, message.Attempts);
            return Meaning(failure) ?? new Delivery.Again(failure.Message);
        }
    }

    /// <returns>Null for a failure that has nothing to do with GitHub.</returns>
    internal Delivery? Meaning(Exception failure) => failure switch
    {
        RateLimitExceededException limit => Pause("GitHub's limit is used up.", RetryAfter(limit) ?? limit.Reset.UtcDateTime),
        SecondaryRateLimitExceededException limit => Pause("GitHub asks for a pause.", RetryAfter(limit)),
        AbuseException limit => Pause("GitHub asks for a pause.", RetryAfter(limit)),
        ApiException { StatusCode: HttpStatusCode.TooManyRequests } limit => Pause("GitHub asks for a pause.", RetryAfter(limit)),
        ForbiddenException limit when RetryAfter(limit) is { } pause => Pause("GitHub asks for a pause.", pause),
        RepositoryRefusedException { InnerException: { } cause } => Meaning(cause) is Delivery.Refused refused ? refused with { IsForAll = true } : Meaning(cause),
        AuthorizationException => new Delivery.Refused(
            $"GitHub refused the token: set GitHub:Token to one that is valid and may write issues in {options.Value.Repository}, then send this again.")
        { IsForAll = true },
        ForbiddenException => new Delivery.Refused(
            $"GitHub does not let the token do this: give the user of GitHub:Token the right to write issues in {options.Value.Repository}, then send this again. GitHub says: {Words(failure)}"),
        NotFoundException => new Delivery.Refused(
            $"GitHub knows no such issue or repository, or the token may not see it: check GitHub:Repository ({options.Value.Repository}) and GitHub:Token, then send this again."),
        ApiException { StatusCode: HttpStatusCode.Gone } => new Delivery.Refused(
            $"The issue was deleted, or issues are turned off in {options.Value.Repository}. GitHub says: {Words(failure)}"),
        ApiException { StatusCode: HttpStatusCode.UnprocessableEntity } => new Delivery.Refused($"GitHub does not take the text. GitHub says: {Words(failure)}"),
        ApiException { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError } api => new Delivery.Again(
            $"GitHub answered {Number(api)}.")
        { IsAway = api.StatusCode >= HttpStatusCode.InternalServerError },
        ApiException { StatusCode: >= HttpStatusCode.BadRequest } api => new Delivery.Refused($"GitHub answered {Number(api)}. GitHub says: {Words(failure)}"),
        ApiException or UnreadableAnswerException => new Delivery.Again("GitHub's answer could not be read, so it is not known what was done."),
        ElsewhereException elsewhere => new Delivery.Refused(
            $"GitHub's answer leads to another server, {elsewhere.Server}, which gets neither the token nor the text: check GitHub:ApiUrl and GitHub:Repository ({options.Value.Repository}), then send this again."),
        OperationCanceledException or TimeoutException => new Delivery.Again("GitHub did not answer in time.") { IsAway = true },
        DeadlinePassedException => new Delivery.Again(failure.Message),
        HttpRequestException request => new Delivery.Again($"The connection to GitHub failed: {Words(failure)}") { IsAway = NeverConnected(request) },
        _ => null,
    };

    private Delivery.NotYet Pause(string sentence, DateTime? until)
    {
        var soonest = time.UtcNow() + ShortestPause;
        return new Delivery.NotYet(sentence, until > soonest ? until.Value : soonest);
    }

    private static bool NeverConnected(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    // Null where the answer has nothing to do with a limit.
    private DateTime? RetryAfter(ApiException failure)
    {
        if (Header(failure, "Retry-After") is { } after)
        {
            if (int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return time.UtcNow().AddSeconds(seconds);
            }

            return DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, out var date) ? date.UtcDateTime : time.UtcNow();
        }

        return Header(failure, "X-RateLimit-Remaining") == "0" &&
            long.TryParse(Header(failure, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)
                ? DateTimeOffset.FromUnixTimeSeconds(reset).UtcDateTime
                : null;
    }

    private static string? Header(ApiException failure, string name) => failure.HttpResponse?.Headers
        .FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string Number(ApiException failure) => ((int)failure.StatusCode).ToString(CultureInfo.InvariantCulture);

    private static string Words(Exception failure)
    {
        var details = failure is ApiException { ApiError.Errors: { Count: > 0 } errors }
            ? $" ({string.Join("; ", errors.Select(error => error.Message ?? $"{error.Field}: {error.Code}"))})"
            : "";
        var words = failure.Message.ReplaceLineEndings(" ") + details;
        return words.Length <= 300 ? words : words[..300] + "…";
    }

    [LoggerMessage(LogLevel.Warning, "GitHub failed for message {MessageId} ({Kind}) at try {Attempts}")]
    private static partial void LogFailed(ILogger logger, Exception failure, Guid messageId, string kind, int attempts);
}
