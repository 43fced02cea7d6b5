using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>The proof of an acceptance, made to be printed: of the newest one, or of the version asked for.</summary>
public sealed class ReceiptModel(ProjectReader reader, PortalDbContext db, ReceiptReader receipts) : ProjectPage(reader)
{
    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    [FromQuery(Name = "version")]
    public int? Version { get; set; }

    public ReceiptView? Receipt { get; private set; }

    /// <summary>The published head that covers it; null until there is one.</summary>
    public ReceiptHead? Head { get; private set; }

    public JourneyStep? Next { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Receipt = await db.FindReceiptAsync(Project.Id, Name, Version, cancel) ?? throw new ProjectNotFoundException();
        Head = (await receipts.ReadAsync(Receipt.Acceptance, Receipt.Version, Receipt.Entry, cancel))?.Head;
        Next = (await Reader.JourneyAsync(Project.Id, cancel)).Journey.Current;
    }

    /// <summary>The receipt as a file that anybody can check.</summary>
    public async Task<IActionResult> OnGetJsonAsync(CancellationToken cancel) =>
        await db.FindReceiptAsync(Project.Id, Name, Version, cancel) is { } found &&
        await receipts.ReadAsync(found.Acceptance, found.Version, found.Entry, cancel) is { } receipt
            ? File(Encoding.UTF8.GetBytes(receipt.Write()), "application/json", $"receipt-{Slug}-{Name}-v{found.Version.Number}.json")
            : NotFound();
}

public sealed record ReceiptView(Acceptance Acceptance, AgreementVersion Version, LedgerEntry Entry)
{
    /// <summary>Short enough to say on the telephone; the whole hash stands below it.</summary>
    public string Number => $"OF-{Acceptance.AtUtc.Year}-{Entry.Hash[..8].ToUpperInvariant()}";

    /// <summary>The project's short name at that time.</summary>
    public string Project => JsonNode.Parse(Entry.Body)?["project"]?.GetValue<string>() ?? "";

    public string Html => MarkdownText.ToHtml(Version.Text);
}

public static class ReceiptSets
{
    extension(PortalDbContext db)
    {
        /// <summary>The newest acceptance of an agreement, or of the given version of it, with what proves it.</summary>
        /// <param name="round">How many withdrawals came before; null for the newest.</param>
        public Task<ReceiptView?> FindReceiptAsync(Guid projectId, string agreement, int? version, CancellationToken cancel, int? round = null) => (
            from acceptance in db.Acceptances.AsNoTracking()
            join text in db.AgreementVersions on new { acceptance.Agreement, acceptance.Number } equals new { text.Agreement, text.Number }
            join entry in db.LedgerEntries on acceptance.LedgerEntryId equals entry.Id
            where acceptance.ProjectId == projectId && acceptance.Agreement == agreement && (version == null || acceptance.Number == version) &&
                (round == null || acceptance.Round == round)
            orderby acceptance.Round descending, acceptance.Number descending
            select new ReceiptView(acceptance, text, entry)).FirstOrDefaultAsync(cancel);
    }
}
