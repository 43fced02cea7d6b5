using System.Data.Common;
using System.Globalization;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Shared;

/// <summary>How many requests wait for the reader, for the badge in the masthead of every page.</summary>
public sealed partial class WaitingCount(InvitationQueue queue, CurrentAccount me, IHttpContextAccessor http, ILogger<WaitingCount> logger)
{
    private const int Most = 99;

    /// <returns>Empty where none waits, or the reader decides nothing.</returns>
    public async Task<string> ReadAsync(CancellationToken cancel)
    {
        // The page that tells that the database is away does not ask it.
        if (me.Coordinates.Count == 0 || http.HttpContext?.Features.Get<DatabaseTrouble>() is not null)
        {
            return "";
        }

        try
        {
            return await queue.CountWaitingAsync(Most + 1, cancel) switch
            {
                0 => "",
                > Most => $"{Most}+",
                var count => count.ToString(CultureInfo.InvariantCulture),
            };
        }
        catch (DbException failure)
        {
            // The page that tells of such a failure has this masthead too.
            LogUncounted(logger, failure);
            return "";
        }
    }

    [LoggerMessage(LogLevel.Error, "The waiting requests could not be counted")]
    private static partial void LogUncounted(ILogger logger, Exception failure);
}
