using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OperateFirst.Portal.Data;

public static class DataServices
{
    private const string Name = "OperateFirst.Portal";

    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsCheck>();
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateOnStart();

        // Before Data Protection's own start, which reads its keys from the database.
        services.AddHostedService<DatabaseStart>();
        services.AddSingleton<DatabaseFile>().AddSingleton<KeyWatch>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<SaveParticipants>();
        if (DatabaseOptions.IsPostgresIn(configuration))
        {
            services.AddDbContextPool<PortalDbContext, PostgresPortalDbContext>((provider, db) =>
                db.UsePortalServer(new NpgsqlConnectionStringBuilder(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString) { ApplicationName = PortalServer.ApplicationName }.ToString()));
        }
        else
        {
            services.AddDbContextPool<PortalDbContext, SqlitePortalDbContext>((provider, db) =>
            {
                var file = provider.GetRequiredService<DatabaseFile>();
                file.MakeFolder();
                db.UsePortalFile(file.ConnectionString);
            });
        }

        services.AddDataProtection().SetApplicationName(Name).PersistKeysToDbContext<PortalDbContext>().ProtectKeys(configuration);
        return services;
    }
}
