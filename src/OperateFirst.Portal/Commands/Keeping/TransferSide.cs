using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary>One of the two databases of a transfer, which no portal uses meanwhile.</summary>
internal sealed class TransferSide : IAsyncDisposable
{
    // A file that is made anew lies under another name until all is in it.
    private readonly string? place;
    private SchemaState? schema;

    private TransferSide(PortalDbContext db, string name, string provider, string? place = null)
    {
        (Db, Name, Provider) = (db, name, provider);
        this.place = place;
    }

    public PortalDbContext Db { get; }

    /// <summary>For people; without a password.</summary>
    public string Name { get; }

    public string Provider { get; }

    /// <summary>What is said of a target that is not empty.</summary>
    public string NotEmptySentence => $"There are rows in {Name} already. Name a new, empty one. Nothing was changed.";

    public static TransferSide File(string file) => System.IO.File.Exists(file)
        ? new TransferSide(SqlitePortalDbContext.Over(file), file, DatabaseOptions.Sqlite)
        : throw new DatabaseRefusedException($"There is no database {file} to copy. See the setting Database:ConnectionString.");

    public static TransferSide NewFile(string connectionString)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        if (Path.Exists(file))
        {
            throw new DatabaseRefusedException($"{file} exists. Name a new file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new DatabaseRefusedException($"The folder of {file} does not exist.");
        }

        return DatabaseCopy.Writing(file, () =>
        {
            // What a transfer that was killed has left.
            DatabaseFile.Delete(Partial(file));
            DatabaseCopy.MakePrivate(Partial(file));
            return new TransferSide(SqlitePortalDbContext.Over(Partial(file)), file, DatabaseOptions.Sqlite, file);
        });
    }

    public static TransferSide Server(string connectionString) =>
        new(PostgresPortalDbContext.Over(connectionString), $"the {PortalServer.NameOf(connectionString)}", DatabaseOptions.Postgres);

    /// <exception cref="DatabaseRefusedException">A portal uses it.</exception>
    public async Task TakeAloneAsync(DateTime now, CancellationToken cancel)
    {
        // A file that is made anew is known to nobody.
        if (place is not null)
        {
            return;
        }

        if (await HasTurnAsync(now, cancel))
        {
            throw new DatabaseRefusedException($"A portal uses {Name}. Stop it first, all its replicas; where it was killed, wait half a minute. Nothing was changed.");
        }

        if (!await Db.TryHoldAloneAsync(cancel))
        {
            throw new DatabaseRefusedException($"A portal uses {Name}. Stop it first, all its replicas. Nothing was changed.");
        }
    }

    // A portal that is idle may have no connection to the server for a moment, but it has its turn to let the clock's jobs run. There, every version has turns.
    private async Task<bool> HasTurnAsync(DateTime now, CancellationToken cancel) =>
        await SchemaAsync(cancel) is { IsEmpty: false } state
        && (Provider == DatabaseOptions.Postgres || state is { Newer: null, Missing.Count: 0 })
        && await Db.ClockTurns.AnyAsync(turn => turn.Owner != null && turn.UntilUtc > now, cancel);

    /// <exception cref="DatabaseRefusedException">There is no portal in it, or one of a newer version.</exception>
    public async Task RefuseUnlessPortalAsync(CancellationToken cancel)
    {
        var schema = await SchemaAsync(cancel);
        if (schema.IsEmpty)
        {
            throw new DatabaseRefusedException($"There is no portal in {Name}. See the setting Database:ConnectionString.");
        }

        if (schema.Newer is { } newer)
        {
            throw new DatabaseRefusedException(UpgradeDatabase.NewerSentence(newer));
        }
    }

    /// <exception cref="DatabaseRefusedException">It is not of this very version.</exception>
    public async Task RefuseOlderAsync(CancellationToken cancel)
    {
        if ((await SchemaAsync(cancel)).Missing.Count > 0)
        {
            throw new DatabaseRefusedException($"An older version of the portal has written {Name}. Start this version over it once, stop it, and transfer then.");
        }
    }

    /// <exception cref="DatabaseRefusedException">A portal of another version has written it: it must not be upgraded before its rows are found.</exception>
    public async Task RefuseOtherPortalAsync(CancellationToken cancel)
    {
        // Every version has this table, and a portal records the texts that it begins with.
        if (await SchemaAsync(cancel) is { IsEmpty: false, Missing.Count: > 0 } && await Db.LedgerEntries.AnyAsync(cancel))
        {
            throw new DatabaseRefusedException(NotEmptySentence);
        }
    }

    /// <summary>Gives a file that was made anew its name; nothing can be read from this side afterwards.</summary>
    /// <exception cref="DatabaseRefusedException">The name was given away meanwhile, or cannot be written.</exception>
    public async Task TakePlaceAsync(CancellationToken cancel)
    {
        if (place is not null)
        {
            // All of it has to be in the one file.
            await Db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = DELETE", cancel);
            await Db.DisposeAsync();
            DatabaseCopy.Writing(place, () =>
            {
                System.IO.File.Move(Partial(place), place);
                return true;
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        if (place is not null)
        {
            DatabaseFile.Delete(Partial(place));
        }
    }

    // Asked once: nobody else changes it, and after the upgrade nobody asks.
    private async Task<SchemaState> SchemaAsync(CancellationToken cancel) => schema ??= await SchemaState.OfExistingAsync(Db, cancel);

    private static string Partial(string file) => $"{file}.partial";
}
