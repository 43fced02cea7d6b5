using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>The ways on from a page of projects.</summary>
/// <param name="First">Null where this is the first page.</param>
/// <param name="Next">Null where this is the last.</param>
public sealed record StatusPager(string Words, string? First, string? Next)
{
    public static StatusPager Of(string path, StatusFilter filter, StatusPage page) => new(
        page.Rows.Count == 0 ? "" : $"{page.Rows[0].Slug} to {page.Rows[^1].Slug}",
        filter.After.Length > 0 ? StatusQuery.AddressOf(path, filter) : null,
        page.Next is { } next ? StatusQuery.AddressOf(path, filter, next) : null);
}
