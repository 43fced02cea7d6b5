using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Projects;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>The receipt of any project's acceptance, for operators: the same facts and the same file that the lead has.</summary>
public sealed class ReceiptModel(PortalDbContext db, ReceiptReader receipts) : PortalPage
{
    [FromRoute(Name = "slug")]
    public string Slug { get; set; } = "";

    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    [FromRoute(Name = "version")]
    public int Version { get; set; }

    /// <summary>How many withdrawals came before it; null for the newest acceptance of the version.</summary>
    [FromQuery(Name = "round")]
    public int? Round { get; set; }

    public ReceiptView? Receipt { get; private set; }

    /// <summary>True where a published head covers it.</summary>
    public bool HasFile { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Receipt = await FindAsync(cancel);
        HasFile = await receipts.ReadAsync(Receipt.Acceptance, Receipt.Version, Receipt.Entry, cancel) is not null;
    }

    public async Task<IActionResult> OnGetJsonAsync(CancellationToken cancel)
    {
        var found = await FindAsync(cancel);
        return await receipts.ReadAsync(found.Acceptance, found.Version, found.Entry, cancel) is { } receipt
            ? File(Encoding.UTF8.GetBytes(receipt.Write()), "application/json", $"receipt-{Slug}-{Name}-v{Version}.json")
            : NotFound();
    }

    private async Task<ReceiptView> FindAsync(CancellationToken cancel)
    {
        var project = await db.Projects.Where(candidate => candidate.Slug == Slug).Select(candidate => (Guid?)candidate.Id).SingleOrDefaultAsync(cancel);
        return project is { } id && await db.FindReceiptAsync(id, Name, Version, cancel, Round) is { } found ? found : throw new ProjectNotFoundException();
    }
}
