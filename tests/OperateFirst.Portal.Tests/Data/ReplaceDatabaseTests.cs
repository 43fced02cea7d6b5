using Microsoft.Data.Sqlite;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>Copies of a database, and one put in the place of another, without a host.</summary>
[Trait("Database", "Sqlite")]
public sealed class ReplaceDatabaseTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 11, 25, 1, 2, 3, DateTimeKind.Utc);

    private readonly TemporaryFolder folder = new();

    private string Place => folder.Combine("portal.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_ahead_is_in_the_kept_database_and_not_in_the_new_one()
    {
        var backup = Make("backup.db", "backed up");
        LeaveKilled(Place, "written ahead");

        var kept = Replace(backup);

        Assert.Equal(("backed up", "written ahead"), (Word(Place), Word(kept ?? "")));
        Assert.Equal([Name(backup), "portal.db", "portal.db.replaced-20261125T010203Z"], Files());
    }

    [Fact]
    public void What_a_lost_database_has_left_is_not_played_into_the_new_one()
    {
        var backup = Make("backup.db", "backed up");
        LeaveKilled(Place, "written ahead");
        File.Delete(Place);

        Assert.Null(Replace(backup));

        Assert.Equal("backed up", Word(Place));
        Assert.Contains("portal.db.replaced-20261125T010203Z-wal", Files());
    }

    [Fact]
    public void A_broken_database_is_kept_as_it_is()
    {
        var backup = Make("backup.db", "backed up");
        File.WriteAllText(Place, "This was a database once.");

        var kept = Replace(backup);

        Assert.Equal(("backed up", "This was a database once."), (Word(Place), File.ReadAllText(kept ?? "")));
    }

    [Fact]
    public void One_that_is_open_is_left_alone()
    {
        var backup = Make("backup.db", "backed up");
        Make("portal.db", "in use");
        using var open = new SqliteConnection($"Data Source={Place};Pooling=False");
        open.Open();
        Run(open, "PRAGMA journal_mode = WAL; SELECT * FROM word");

        var refused = Assert.Throws<DatabaseRefusedException>(() => Replace(backup));

        Assert.Contains("has", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Stop the portal", refused.Message, StringComparison.Ordinal);
        Run(open, "UPDATE word SET word = 'in use still'");
        Assert.Equal("in use still", Word(Place));
        Assert.DoesNotContain(Files(), name => name.Contains("replaced", StringComparison.Ordinal) || name.Contains("partial", StringComparison.Ordinal));
    }

    [Fact]
    public void A_copy_is_one_file_for_its_owner_alone_and_leaves_none_where_it_is_not_wanted()
    {
        Make("portal.db", "copied");
        using (var wal = new SqliteConnection($"Data Source={Place};Pooling=False"))
        {
            wal.Open();
            Run(wal, "PRAGMA journal_mode = WAL");
        }

        using (var copy = DatabaseCopy.Make(Place, folder.Combine("copy.db")))
        {
            copy.TakePlace(overwrite: false);
        }

        using (DatabaseCopy.Make(Place, folder.Combine("unwanted.db")))
        {
        }

        Assert.Equal("copied", Word(folder.Combine("copy.db")));
        Assert.Equal(["copy.db", "portal.db"], Files());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Combine("copy.db")));
        }
    }

    [Fact]
    public void Of_two_copies_to_one_place_at_once_the_second_is_refused_in_a_sentence_and_so_is_one_to_no_place()
    {
        string Sentence(string place) => Assert.Throws<DatabaseRefusedException>(() => DatabaseCopy.Make(Place, folder.Combine(place))).Message;
        Make("portal.db", "copied");

        using (var first = DatabaseCopy.Make(Place, folder.Combine("copy.db")))
        {
            Assert.Contains("copy.db cannot be written: ", Sentence("copy.db"), StringComparison.Ordinal);
            first.TakePlace(overwrite: false);
        }

        Assert.Equal("copied", Word(folder.Combine("copy.db")));
        Assert.Contains("copy.db cannot be written: ", Sentence(Path.Combine("no-such-folder", "copy.db")), StringComparison.Ordinal);
        Assert.Equal(["copy.db", "portal.db"], Files());
    }

    [Fact]
    public void What_is_no_whole_database_of_the_portal_is_told_from_one_that_is()
    {
        string Sentence(string file) => Assert.Throws<DatabaseRefusedException>(() => InspectDatabase.Run(file)).Message;
        var dump = folder.Combine("older.db");
        Tables.Load(dump, "decisions-and-proof.sql");

        File.WriteAllText(folder.Combine("text.db"), new string('x', 10_000));
        var torn = File.ReadAllBytes(dump);
        Array.Fill(torn, (byte)0xA5, torn.Length / 2, 20_000);
        File.WriteAllBytes(folder.Combine("torn.db"), torn);
        File.WriteAllBytes(folder.Combine("cut.db"), torn[..(torn.Length / 4)]);
        File.Copy(dump, folder.Combine("newer.db"));
        using (var newer = new SqliteConnection($"Data Source={folder.Combine("newer.db")};Pooling=False"))
        {
            newer.Open();
            Run(newer, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Tomorrow', '99.0.0')");
        }

        Assert.True(InspectDatabase.Run(dump) >= 0);
        Assert.Contains("There is no file", Sentence(folder.Combine("none.db")), StringComparison.Ordinal);
        Assert.Contains("is broken", Sentence(folder.Combine("text.db")), StringComparison.Ordinal);
        Assert.Contains("is broken", Sentence(folder.Combine("torn.db")), StringComparison.Ordinal);
        Assert.Contains("is broken", Sentence(folder.Combine("cut.db")), StringComparison.Ordinal);
        Assert.Contains("is no database of the portal", Sentence(Make("other.db", "something else")), StringComparison.Ordinal);
        Assert.Contains("29990101000000_Tomorrow", Sentence(folder.Combine("newer.db")), StringComparison.Ordinal);
    }

    private string? Replace(string backup)
    {
        using var copy = DatabaseCopy.Make(backup, Place);
        return ReplaceDatabase.Run(copy, Place, Now);
    }

    private string Make(string name, string word)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Combine(name)};Pooling=False");
        connection.Open();
        Run(connection, $"CREATE TABLE word (word TEXT); INSERT INTO word VALUES ('{word}')");
        return folder.Combine(name);
    }

    // As after kill -9: the last change is in the file beside it only.
    private void LeaveKilled(string file, string word)
    {
        var living = Make("living.db", "older");
        using (var connection = new SqliteConnection($"Data Source={living};Pooling=False"))
        {
            connection.Open();
            Run(connection, $"PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE word SET word = '{word}'");
            File.Copy(living, file);
            File.Copy($"{living}-wal", $"{file}-wal");
        }

        File.Delete(living);
    }

    private static string Name(string file) => Path.GetFileName(file);

    private string[] Files() => [.. Directory.GetFiles(folder.Path).Select(Name).Order(StringComparer.Ordinal)];

    private static string Word(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadWrite");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT word FROM word";
        return command.ExecuteScalar() as string ?? "";
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
