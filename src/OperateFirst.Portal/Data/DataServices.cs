using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Data;

public static class DataServices
{
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section)
            .Validate(
                options => options.Provider == "Sqlite",
                "Database:Provider must be Sqlite.")
            .ValidateOnStart();

        // Before Data Protection's own start, which reads its keys from the database.
        services.AddHostedService<DatabaseStart>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<SaveParticipants>();
        services.AddDbContextPool<PortalDbContext, SqlitePortalDbContext>((provider, db) => db
            .UseSqlite(
                ConnectionString(provider),
                sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .AddInterceptors(SqlitePragmas.Instance));
        services.AddDataProtection().SetApplicationName("OperateFirst.Portal").PersistKeysToDbContext<PortalDbContext>();
        return services;
    }

    private static string ConnectionString(IServiceProvider provider)
    {
        var set = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString;
        if (set.Length > 0)
        {
            return new SqliteConnectionStringBuilder(set) { ForeignKeys = true }.ToString();
        }

        var folder = Path.Combine(provider.GetRequiredService<IHostEnvironment>().ContentRootPath, "App_Data");
        Directory.CreateDirectory(folder);
        return new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "portal.db"), ForeignKeys = true }.ToString();
    }

    private sealed class SqlitePragmas : DbConnectionInterceptor
    {
        public static readonly SqlitePragmas Instance = new();

        // FULL: an acceptance must survive a power cut. The time-out covers other processes; this one queues at the write gate.
        private const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
