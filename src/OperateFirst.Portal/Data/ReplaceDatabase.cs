using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OperateFirst.Portal.Data;

/// <summary>
/// Puts a copy in the place of the database and keeps the one that stood there. At every moment, also if it is killed, the place holds
/// the old database or the new one, whole.
/// </summary>
public static class ReplaceDatabase
{
    private const int Busy = 5;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    // The lock stays after the commit; with the mode, what was written ahead comes into the file.
    private static readonly string[] Locking =
        ["PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT", "PRAGMA journal_mode = DELETE", "BEGIN EXCLUSIVE", "COMMIT"];

    /// <param name="copy">Made for the place.</param>
    /// <returns>Where the old database is kept; null where none stood there.</returns>
    /// <exception cref="DatabaseRefusedException">Something has the old one open, or the place cannot be written.</exception>
    public static string? Run(DatabaseCopy copy, string place, DateTime now) => DatabaseCopy.Writing(place, () => Put(copy, place, now));

    private static string? Put(DatabaseCopy copy, string place, DateTime now)
    {
        var kept = string.Create(CultureInfo.InvariantCulture, $"{place}.replaced-{now:yyyyMMdd'T'HHmmss'Z'}");
        if (!File.Exists(place))
        {
            // What a lost database has left would be played into the new one.
            KeepCompanions(place, kept);
            copy.TakePlace(overwrite: false);
            return null;
        }

        using var alone = TakeAlone(place);
        if (alone is null)
        {
            // Broken: it is kept byte by byte.
            File.Copy(place, kept);
            KeepCompanions(place, kept);
        }
        else
        {
            // From here on no other file may be opened for it in this process: closing that one would give the lock away.
            using var old = DatabaseCopy.Make(alone, kept);
            old.TakePlace(overwrite: false);
        }

        copy.TakePlace(overwrite: true);
        return kept;
    }

    /// <summary>
    /// The portal keeps a connection open, and each holds a shared lock on the file: nobody gets the exclusive one beside it. Holding
    /// that one, this process is alone until the end; what was written ahead has been brought into the file.
    /// </summary>
    /// <returns>Null where the file is no database any more.</returns>
    private static SqliteConnection? TakeAlone(string place)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = DatabaseFile.Open(place, SqliteOpenMode.ReadWrite);
            using var command = connection.CreateCommand();
            foreach (var statement in Locking)
            {
                // One by one: of several in one text, a failure after the first that gives a row would be kept quiet.
                command.CommandText = statement;
                command.ExecuteNonQuery();
            }

            return connection;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
        {
            connection?.Dispose();
            return null;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Busy)
        {
            connection?.Dispose();
            throw new DatabaseRefusedException($"Something has {place} open. Stop the portal, and whatever else reads it, first. Nothing was changed.");
        }
    }

    private static void KeepCompanions(string place, string kept)
    {
        foreach (var end in DatabaseFile.Companions.Where(end => File.Exists(place + end)))
        {
            File.Move(place + end, kept + end);
        }
    }
}
