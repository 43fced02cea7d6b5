using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.TestSupport;

/// <summary>
/// An empty database of the present schema, migrated once in a run of the tests and copied for each portal that starts: most of a
/// start would else be migrations. What migrating does has tests of its own.
/// </summary>
public static class MigratedDatabase
{
    private static readonly Lazy<byte[]> Content = new(Migrate);

    /// <param name="file">Must not exist.</param>
    public static void CopyTo(string file) => File.WriteAllBytes(file, Content.Value);

    private static byte[] Migrate()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("migrated.db");
        using (var db = new SqlitePortalDbContext(new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite($"Data Source={file};Pooling=False").Options))
        {
            db.Database.Migrate();

            // All of it has to be in the one file.
            db.Database.ExecuteSqlRaw("PRAGMA journal_mode = DELETE");
        }

        return File.ReadAllBytes(file);
    }
}
