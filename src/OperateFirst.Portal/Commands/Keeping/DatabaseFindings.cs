using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary>The database, and the clock beside what was written last. It makes no database and migrates none.</summary>
internal static class DatabaseFindings
{
    private const string Database = "database";
    private const string Guards = "append-only triggers";
    private const string Clock = "clock";
    private const string Keys = "keys of sessions";
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(400);

    public static async Task<IReadOnlyList<Finding>> OfAsync(IServiceProvider services, CancellationToken cancel)
    {
        try
        {
            var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            var name = options.IsPostgres ? $"The {PortalServer.NameOf(options.ConnectionString)}" : services.GetRequiredService<DatabaseFile>().FullPath;
            if (!options.IsPostgres && !File.Exists(name))
            {
                return [Finding.Warn(Database, $"{name} does not exist: the first start makes it. If there was one, look at Database:ConnectionString.")];
            }

            var db = services.GetRequiredService<PortalDbContext>();
            var schema = await SchemaState.OfExistingAsync(db, cancel);
            if (schema.IsEmpty)
            {
                return [Finding.Warn(Database, $"{name} is empty: the first start makes the tables. If there were some, look at Database:ConnectionString.")];
            }

            List<Finding> findings =
                [OfMigrations(schema, name), await OfTriggersAsync(db, cancel), await OfClockAsync(db, services.GetRequiredService<TimeProvider>().UtcNow(), cancel)];
            return [.. findings, .. await OfKeysAsync(db, services.GetRequiredService<KeyWatch>(), cancel)];
        }
        catch (Exception failure) when (StartSentence.Of(failure) is { } sentence)
        {
            return [Finding.Fail(Database, sentence)];
        }
        catch (OptionsValidationException wrong)
        {
            return [Finding.Fail(Database, string.Join(" ", wrong.Failures))];
        }
    }

    private static Finding OfMigrations(SchemaState schema, string name) => (schema.Newer, schema.Missing.Count) switch
    {
        ({ } newer, _) => Finding.Fail(Database, UpgradeDatabase.NewerSentence(newer)),
        (null, 0) => Finding.Ok(Database, $"{name} can be read, and all {schema.Known.Count} migrations are applied."),
        var (_, missing) => Finding.Warn(Database, $"{missing} of {schema.Known.Count} migrations are not applied: the next start does it. Make a backup first."),
    };

    private static async Task<Finding> OfTriggersAsync(PortalDbContext db, CancellationToken cancel) =>
        await db.UnguardedTablesAsync(cancel) is { Count: > 0 } unguarded
            ? Finding.Fail(Guards, $"Rows could be changed or deleted in {string.Join(", ", unguarded)}. Run verify-ledger, then start the portal again: it puts the triggers back.")
            : Finding.Ok(Guards, "Ledger, acceptances and published texts refuse changes.");

    private static async Task<IReadOnlyList<Finding>> OfKeysAsync(PortalDbContext db, KeyWatch watch, CancellationToken cancel)
    {
        try
        {
            return await watch.OfKeysAsync(db, cancel) is { } plain ? [Finding.Warn(Keys, plain)] : [];
        }
        catch (OptionsValidationException)
        {
            // What is wrong with the certificate stands among the settings.
            return [];
        }
    }

    private static async Task<Finding> OfClockAsync(PortalDbContext db, DateTime now, CancellationToken cancel)
    {
        var last = await db.LedgerEntries.MaxAsync(entry => (DateTime?)entry.AtUtc, cancel);
        var words = string.Create(CultureInfo.InvariantCulture, $"It is {now:yyyy-MM-dd HH:mm} UTC here; the last ledger entry is of {last:yyyy-MM-dd HH:mm}.");
        return last switch
        {
            null => Finding.Ok(Clock, string.Create(CultureInfo.InvariantCulture, $"It is {now:yyyy-MM-dd HH:mm} UTC here; the ledger is empty.")),
            _ when last > now + Slack => Finding.Fail(Clock, $"{words} The clock is behind: set it, or use a time service."),
            _ when last < now - LongAgo => Finding.Warn(Clock, $"{words} That is long ago: is the clock right?"),
            _ => Finding.Ok(Clock, words),
        };
    }
}
