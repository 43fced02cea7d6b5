using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>What the ledger holds, and whether it still does.</summary>
public sealed class LedgerModel(PortalDbContext db, LedgerVerifier verifier, LedgerSize size) : PortalPage
{
    /// <summary>A second or two of checking.</summary>
    private const long MostHere = 300_000;

    public long Entries { get; private set; }

    public long Chains { get; private set; }

    public DateTime? LastHeadUtc { get; private set; }

    public LedgerCheck? Check { get; private set; }

    /// <summary>Short name of the project whose chain is broken; null for the portal's own, or one that has no project.</summary>
    public string? FaultProject { get; private set; }

    public bool CanCheckHere => Entries <= MostHere;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        (Entries, Chains) = await size.ReadAsync(cancel);
        LastHeadUtc = await db.PublishedHeads.OrderByDescending(head => head.Id).Select(head => (DateTime?)head.PublishedAtUtc).FirstOrDefaultAsync(cancel);
    }

    public async Task OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (!CanCheckHere)
        {
            throw new RuleBrokenException("This ledger is too long to be checked while you wait. Run verify-ledger on the server.");
        }

        Check = await verifier.RunAsync(progress: null, cancel);
        if (Check.First is { } fault && Guid.TryParseExact(fault.Chain, "N", out var project))
        {
            FaultProject = await db.Projects.Where(candidate => candidate.Id == project).Select(candidate => candidate.Slug).SingleOrDefaultAsync(cancel);
        }
    }
}
