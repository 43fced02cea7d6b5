using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>The project's ledger, newest first, a page at a time.</summary>
public sealed class HistoryModel(ProjectReader reader, PortalDbContext db) : ProjectPage(reader)
{
    private const int PageSize = 50;

    [Microsoft.AspNetCore.Mvc.BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<(long Sequence, HistoryLine Line)> Lines { get; private set; } = [];

    public bool HasOlder => Lines.Count > 0 && Lines[^1].Sequence > 1;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var chain = PortalLedger.ChainOf(Project.Id);
        var before = Before ?? long.MaxValue;
        var entries = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.Chain == chain && entry.Sequence < before)
            .OrderByDescending(entry => entry.Sequence).Take(PageSize).ToListAsync(cancel);
        Lines = [.. entries.Select(entry => (entry.Sequence, HistoryLine.Of(entry)))];
    }
}
