using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>The certificate that protects the keys of sessions is changed, and nobody has to sign in again.</summary>
[Trait("Database", "Sqlite")]
public sealed class KeyProtectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.Combine("portal.db");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Fact]
    public async Task What_an_expired_certificate_has_protected_is_read_where_it_is_set_as_the_former_one()
    {
        MigratedDatabase.CopyTo(File);
        var now = TimeProvider.System.GetUtcNow();
        var (before, after) = (Certificate("before.pfx", now.AddDays(-30), now.AddDays(-1)), Certificate("after.pfx", now.AddDays(-1), now.AddDays(30)));
        string session;
        await using (var portal = Portal(("Certificate", before)))
        {
            session = Sessions(portal).Protect("ada");
        }

        await using (var portal = Portal(("Certificate", after), ("FormerCertificate", before)))
        {
            portal.Services.GetRequiredService<IStartupValidator>().Validate();
            Assert.Equal("ada", Sessions(portal).Unprotect(session));
        }

        await using var db = SqlitePortalDbContext.Over(File);
        Assert.Contains("EncryptedData", (await db.DataProtectionKeys.FirstAsync()).Xml, StringComparison.Ordinal);
    }

    private static IDataProtector Sessions(WebApplication portal) => portal.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("sessions");

    // Its services alone: nothing of it is started.
    private WebApplication Portal(params (string Name, string File)[] certificates)
    {
        var settings = certificates.SelectMany(set => new[] { $"--DataProtection:{set.Name}={set.File}", $"--DataProtection:{set.Name}Password=secret" });
        var builder = WebApplication.CreateBuilder([$"--Database:ConnectionString=Data Source={File}", .. settings]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddData(builder.Configuration);
        return builder.Build();
    }

    private string Certificate(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var certificate = SelfSigned.Make(from, to);
        System.IO.File.WriteAllBytes(folder.Combine(name), certificate.Export(X509ContentType.Pfx, "secret"));
        return folder.Combine(name);
    }
}
