using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OperateFirst.Portal.Data;

/// <summary>Copies all rows from one database into another of the same model, which may be of another kind.</summary>
/// <param name="from">Read in one transaction: what is written meanwhile is not half seen.</param>
/// <param name="to">Written in one transaction: all of it is there in the end, or nothing.</param>
public sealed class CopyRows(PortalDbContext from, PortalDbContext to)
{
    private const int Batch = 1000;

    private static readonly MethodInfo OfOneType = typeof(CopyRows).GetMethod(nameof(CopyAsync), BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new InvalidOperationException();

    private static readonly MethodInfo CountOfOneType = typeof(CopyRows).GetMethod(nameof(CountOneAsync), BindingFlags.Static | BindingFlags.NonPublic)
        ?? throw new InvalidOperationException();

    private long copied;

    /// <summary>All rows of the source.</summary>
    public async Task<long> CountAsync(CancellationToken cancel) => (await CountAsync(from, cancel)).Values.Sum();

    /// <summary>True where no table of the target holds a row.</summary>
    public async Task<bool> IsTargetEmptyAsync(CancellationToken cancel) => (await CountAsync(to, cancel)).Values.All(count => count == 0);

    /// <param name="progress">Told the number of rows copied so far.</param>
    /// <param name="check">Looks at the target before all of it is committed; a sentence where something is wrong, else null.</param>
    /// <returns>How many rows each table has.</returns>
    /// <exception cref="DatabaseRefusedException">The copy is not what the source is. The target was not changed.</exception>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(IProgress<long> progress, Func<CancellationToken, Task<string?>> check, CancellationToken cancel)
    {
        await from.Database.OpenConnectionAsync(cancel);
        await using var reading = await from.BeginReadingAsync(cancel);
        await from.Database.UseTransactionAsync(reading, cancel);
        await using var writing = await to.Database.BeginTransactionAsync(cancel);
        foreach (var type in InOrder(to.Model))
        {
            await (Task)(OfOneType.MakeGenericMethod(type.ClrType).Invoke(this, [progress, cancel]) ?? Task.CompletedTask);
        }

        await to.ContinueNumbersAsync(cancel);
        var (there, here) = (await CountAsync(from, cancel), await CountAsync(to, cancel));
        if (there.FirstOrDefault(table => here[table.Key] != table.Value) is { Key: { } different })
        {
            throw new DatabaseRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"{different} has {there[different]} rows, and {here[different]} of them arrived. Nothing was changed."));
        }

        if (await check(cancel) is { } problem)
        {
            throw new DatabaseRefusedException($"{problem} Nothing was changed.");
        }

        await writing.CommitAsync(cancel);
        return here;
    }

    /// <summary>Each after those that it refers to.</summary>
    private static IEnumerable<IEntityType> InOrder(IModel model)
    {
        // One without a table reads rows of another.
        var left = model.GetEntityTypes().Where(type => !type.IsOwned() && type.GetTableName() is not null).OrderBy(type => type.Name, StringComparer.Ordinal).ToList();
        while (left.Count > 0)
        {
            var next = left.Find(type => !type.GetForeignKeys().Any(key => key.PrincipalEntityType != type && left.Contains(key.PrincipalEntityType)))
                ?? throw new InvalidOperationException("Tables refer to one another in a circle.");
            left.Remove(next);
            yield return next;
        }
    }

    private static async Task<SortedDictionary<string, long>> CountAsync(PortalDbContext db, CancellationToken cancel)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var type in InOrder(db.Model))
        {
            counts[type.GetTableName() ?? type.Name] = await (Task<long>)(CountOfOneType.MakeGenericMethod(type.ClrType).Invoke(null, [db, cancel]) ?? Task.FromResult(0L));
        }

        return counts;
    }

    private static Task<long> CountOneAsync<T>(PortalDbContext db, CancellationToken cancel)
        where T : class => db.Set<T>().LongCountAsync(cancel);

    private async Task CopyAsync<T>(IProgress<long> progress, CancellationToken cancel)
        where T : class
    {
        var batch = new List<T>(Batch);
        await foreach (var row in from.Set<T>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
        {
            batch.Add(row);
            if (batch.Count == Batch)
            {
                await WriteAsync(batch, progress, cancel);
            }
        }

        await WriteAsync(batch, progress, cancel);
    }

    private async Task WriteAsync<T>(List<T> batch, IProgress<long> progress, CancellationToken cancel)
        where T : class
    {
        to.AddRange(batch);
        await to.WriteRowsAsync(cancel);
        to.ChangeTracker.Clear();
        copied += batch.Count;
        progress.Report(copied);
        batch.Clear();
    }
}
