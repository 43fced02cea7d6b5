using Microsoft.Data.Sqlite;

namespace OperateFirst.Portal.Data;

/// <summary>
/// A whole copy of a database as of one moment, made beside writers without holding them up. It lies under a temporary name until it
/// takes its place in one step, and is deleted where it does not.
/// </summary>
public sealed class DatabaseCopy : IDisposable
{
    private const int DiskFull = 13;

    private readonly string place;

    // Of two that write to one place at once, the second is refused; with a process that is killed its lock ends.
    private readonly FileStream turn;

    private DatabaseCopy(string place)
    {
        this.place = place;
        turn = new FileStream($"{place}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    /// <summary>The copy's present name.</summary>
    public string FullPath => $"{place}.partial";

    /// <summary>Takes the place of what a copy that was killed has left.</summary>
    /// <param name="place">Where the copy is to stand in the end.</param>
    public static DatabaseCopy Make(string source, string place)
    {
        // Not for reading only: such a connection leaves behind what SQLite keeps beside a database.
        using var from = DatabaseFile.Open(source, SqliteOpenMode.ReadWrite);
        return Make(from, place);
    }

    internal static DatabaseCopy Make(SqliteConnection source, string place) => Writing(place, () =>
    {
        var copy = new DatabaseCopy(place);
        try
        {
            DatabaseFile.Delete(copy.FullPath);
            MakePrivate(copy.FullPath);
            using var to = DatabaseFile.Open(copy.FullPath, SqliteOpenMode.ReadWrite);
            CopyAsOfNow(source, to);

            // One file without companions, whatever mode the source is in.
            using var single = to.CreateCommand();
            single.CommandText = "PRAGMA journal_mode = DELETE";
            single.ExecuteNonQuery();
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    });

    // The statement waits where writers are just turning over what they write ahead; the backup by itself would give up.
    private static void CopyAsOfNow(SqliteConnection source, SqliteConnection to)
    {
        using var moment = source.BeginTransaction(deferred: true);
        using var first = source.CreateCommand();
        first.Transaction = moment;
        first.CommandText = "SELECT COUNT(*) FROM sqlite_master";
        first.ExecuteScalar();
        source.BackupDatabase(to);
    }

    /// <param name="overwrite">False: a file that has come there meanwhile stays, and the move fails.</param>
    public void TakePlace(bool overwrite) => Writing(place, () =>
    {
        File.Move(FullPath, place, overwrite);
        return true;
    });

    public void Dispose()
    {
        DatabaseFile.Delete(FullPath);
        turn.Dispose();
    }

    /// <exception cref="DatabaseRefusedException">The place cannot be written.</exception>
    internal static T Writing<T>(string place, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseRefusedException($"{place} cannot be written: {failure.Message}");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == DiskFull)
        {
            throw new DatabaseRefusedException($"{place} cannot be written: the disk is full.");
        }
    }

    // For the owner alone, before the first row is in it: it holds addresses and the keys of sessions.
    internal static void MakePrivate(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(file, options).Dispose();
    }
}
