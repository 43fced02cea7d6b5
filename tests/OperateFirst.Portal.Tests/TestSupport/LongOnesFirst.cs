using OperateFirst.Portal.Tests.TestSupport;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongOnesFirst))]

namespace OperateFirst.Portal.Tests.TestSupport;

/// <summary>Classes that start processes and wait for them begin first: at the end of a run they would wait alone, with the machine idle.</summary>
public sealed class LongOnesFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [".Deliveries.", ".Replicas.", ".Commands.", ".SecretsTests", ".HeaderInjectionTests"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.Exists(Long, part => collection.TestCollectionDisplayName.Contains(part, StringComparison.Ordinal)) ? 0 : 1)];
}
