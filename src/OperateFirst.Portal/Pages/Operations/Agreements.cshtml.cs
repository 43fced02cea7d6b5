using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>Which project accepted which text, a page at a time.</summary>
public sealed class AgreementsModel(AgreementStatus status, PortalCounts counts, PortalDbContext db, TimeProvider time) : PageModel
{
    private const string Path = "/operations/agreements";

    public StatusFilter Filter { get; private set; } = StatusFilter.Of(null, null, null, null, null, null);

    public StatusPage Found { get; private set; } = new([], null, false);

    public StatusCounts Counts { get; private set; } = new(default, [], null);

    public IReadOnlyList<CurrentVersion> Versions { get; private set; } = [];

    public DateTime Now { get; private set; }

    public StatusPager Pager => StatusPager.Of(Path, Filter, Found);

    public string Csv => StatusQuery.AddressOf($"{Path}.csv", Filter);

    public string Json => StatusQuery.AddressOf($"{Path}.json", Filter);

    public EmptyState Empty => (Filter.After.Length > 0, Filter.IsSet) switch
    {
        (true, _) => new EmptyState("Nothing more", "The projects that were here stand elsewhere now.") { LinkText = "Back to the first page", Href = StatusQuery.AddressOf(Path, Filter) },
        (_, true) => new EmptyState("No project fits", "None stands as this filter says. Others may.", "search") { LinkText = "Clear the filter", Href = Path },
        _ => new EmptyState("No project yet", "Once a lead registers a project, it shows here with what it has accepted.", "document") { LinkText = "Read the agreements", Href = "/agreements" },
    };

    public async Task OnGetAsync(StatusQuery query, CancellationToken cancel)
    {
        Now = time.UtcNow();
        Filter = query.Filter;
        Counts = await counts.ReadAsync(cancel);
        Found = await status.ReadAsync(Filter, cancel);
        var published = await db.AgreementVersions.AsNoTracking()
            .Select(version => new CurrentVersion(version.Agreement, version.Number, version.PublishedAtUtc)).ToListAsync(cancel);
        Versions = [.. published.GroupBy(version => version.Agreement).Select(all => all.OrderBy(version => version.Number).Last()).OrderByDescending(version => version.Agreement)];
    }
}

public sealed record CurrentVersion(string Agreement, int Number, DateTime SinceUtc);
