using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>Whatever is wrong with the database or the certificate: one sentence that tells what to do, an exit code, and nothing changed.</summary>
[Trait("Database", "Sqlite")]
public sealed class BadStartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> databases = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => folder.Combine("portal.db");

    public void Dispose()
    {
        databases.ForEach(PostgresServer.Drop);
        folder.Dispose();
    }

    [Theory]
    [InlineData("Oracle", "Data Source=portal.db", "Database:Provider must be Sqlite or Postgres.")]
    [InlineData("Sqlite", "Sauce=portal.db", "Database:ConnectionString must be one of SQLite")]
    [InlineData("Postgres", "", "Database:ConnectionString must be one of PostgreSQL")]
    [InlineData("Postgres", "Host=127.0.0.1;Hostess=x", "Database:ConnectionString must be one of PostgreSQL")]
    [InlineData("Postgres", "Data Source=portal.db", "Database:Provider is Postgres, but Database:ConnectionString names a file of SQLite")]
    [InlineData("Sqlite", "Host=127.0.0.1;Database=portal;Username=portal;Password=hush", "Database:Provider is Sqlite, but Database:ConnectionString names a server of PostgreSQL")]
    public void A_wrong_connection_string_is_told(string provider, string connectionString, string words)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = provider, ["Database:ConnectionString"] = connectionString }).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddLogging().AddData(configuration).BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith(words, Assert.Single(refusal.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqlite", "Host=127.0.0.1;Database=portal;Username=portal;Password=hush", "names a server of PostgreSQL")]
    [InlineData("Postgres", "Host=127.0.0.1;Port=1;Database=portal;Username=portal;Password=hush", "The database cannot be used: ")]
    public Task The_program_does_not_start_over_a_database_that_it_cannot_use(string provider, string connectionString, string words) =>
        RefusesAsync(words, ("Database:Provider", provider), ("Database:ConnectionString", connectionString));

    [Fact]
    public async Task A_server_that_refuses_is_told_in_its_words_and_what_to_do()
    {
        var server = Database();
        await RefusesAsync("Create it first", OnServer(server + ";Database=nobody_made_it"));
        await RefusesAsync("the server refuses the user or the password", OnServer(server + ";Username=nobody_knows"));

        // In PostgreSQL 15 only its owner makes tables in a database.
        var user = $"portal_{Guid.NewGuid():N}";
        PostgresServer.Run($"CREATE ROLE {user} LOGIN");
        try
        {
            await RefusesAsync("Let it own the database, or GRANT CREATE ON SCHEMA public to it. Nothing was changed.", OnServer($"{server};Username={user}"));
            Assert.Equal(0L, Tables(server));
        }
        finally
        {
            PostgresServer.Run($"DROP ROLE {user}");
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_version_or_half_upgraded_is_left_as_it_is()
    {
        const string Newer = "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231235959_Newer', '99')";
        const string Half = "DELETE FROM \"__EFMigrationsHistory\"";
        var newer = Database(migrated: true, Newer);
        await RefusesAsync("written by a newer version of the portal", OnServer(newer));
        Assert.Equal(1L, PostgresServer.Scalar("SELECT COUNT(*) FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '2999%'", newer));

        var half = Database(migrated: true, Half);
        await RefusesAsync("It looks half upgraded", OnServer(half));
        Assert.Equal(0L, PostgresServer.Scalar("SELECT COUNT(*) FROM \"__EFMigrationsHistory\"", half));

        foreach (var (statement, words) in new[]
        {
            (Newer, "written by a newer version of the portal"),
            (Half, "It looks half upgraded"),
            ("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_DecisionsAndProof'", "it is half upgraded. Restore a backup. Nothing was changed."),
        })
        {
            System.IO.File.Delete(File);
            MigratedDatabase.CopyTo(File);
            RunSqlite(statement);
            var before = SqliteSchema();
            await RefusesAsync(words, ("Database:ConnectionString", $"Data Source={File}"));
            Assert.Equal(before, SqliteSchema());
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_protect_the_keys_is_told()
    {
        var now = TimeProvider.System.GetUtcNow();
        await RefusesAsync("has expired on ", ("DataProtection:Certificate", Certificate("expired.pfx", now.AddDays(-30), now.AddDays(-1))));
        await RefusesAsync("is valid only from ", ("DataProtection:Certificate", Certificate("early.pfx", now.AddDays(2), now.AddDays(30))));
        await RefusesAsync("there is no file ", ("DataProtection:Certificate", folder.Combine("none.pfx")));
        await RefusesAsync("cannot be read as PKCS #12 or PEM with this password", ("DataProtection:Certificate", Certificate("good.pfx", now.AddDays(-1), now.AddDays(30))), ("DataProtection:CertificatePassword", "wrong"));
        Assert.False(System.IO.File.Exists(File));
    }

    private static (string, string)[] OnServer(string connectionString) => [("Database:Provider", "Postgres"), ("Database:ConnectionString", connectionString)];

    private static long Tables(string database) => PostgresServer.Scalar("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'", database);

    private string Database(bool migrated = false, params string[] statements)
    {
        var database = migrated ? PostgresServer.CreateMigrated() : PostgresServer.Create();
        databases.Add(database);
        foreach (var statement in statements)
        {
            PostgresServer.Run(statement, database);
        }

        return database;
    }

    /// <summary>Every table, index and trigger, and which migrations are applied; but for the empty table that EF Core waits at for its turn.</summary>
    private string SqliteSchema() => RunSqlite(
        """
        SELECT group_concat(line, char(10)) FROM (
            SELECT name || ' ' || ifnull(sql, '') AS line FROM sqlite_master WHERE name NOT LIKE '%__EFMigrationsLock%'
            UNION ALL SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1)
        """);

    private string RunSqlite(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in this file.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteScalar() as string ?? "";
    }

    private string Certificate(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var certificate = SelfSigned.Make(from, to);
        var file = folder.Combine(name);
        System.IO.File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "secret"));
        return file;
    }

    private async Task RefusesAsync(string words, params (string Name, string Value)[] settings)
    {
        var given = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        given.TryAdd("DataProtection:CertificatePassword", "secret");
        var (code, said) = await PortalProcess.RunAsync(folder.Path, given, [], "Development", Cancellation);

        Assert.True(code == 1, $"{code}: {said}");
        var sentence = Assert.Single(said.Split('\n'), line => line.StartsWith("The portal did not start.", StringComparison.Ordinal));
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
    }
}
