using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace OperateFirst.Portal.Data;

public static class DataServices
{
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section)
            .Validate(
                options => options.Provider == "Sqlite",
                "Database:Provider must be Sqlite.")
            .Validate(
                options => options.LockWaitSeconds is >= 1 and <= 60,
                "Database:LockWaitSeconds must be from 1 to 60.")
            .ValidateOnStart();

        // Before Data Protection's own start, which reads its keys from the database.
        services.AddHostedService<DatabaseStart>();
        services.AddSingleton<DatabaseFile>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<SaveParticipants>();
        services.AddDbContextPool<PortalDbContext, SqlitePortalDbContext>((provider, db) =>
        {
            var file = provider.GetRequiredService<DatabaseFile>();
            file.MakeFolder();
            db.UsePortalFile(file.ConnectionString);
        });
        services.AddDataProtection().SetApplicationName("OperateFirst.Portal").PersistKeysToDbContext<PortalDbContext>();
        return services;
    }
}
