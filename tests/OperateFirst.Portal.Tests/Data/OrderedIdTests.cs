using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Tests.Data;

public sealed class OrderedIdTests
{
    [Fact]
    public void Ids_sort_as_they_were_made_as_values_and_as_text()
    {
        var ids = Enumerable.Range(0, 20_000).Select(_ => OrderedId.New()).ToList();

        Assert.Equal(ids, ids.Order());
        Assert.Equal(ids, ids.OrderBy(id => id.ToString(), StringComparer.Ordinal));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(7, id.Version));
    }
}
