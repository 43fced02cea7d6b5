using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>The proof of the newest acceptance of an agreement, made to be printed.</summary>
public sealed class ReceiptModel(ProjectReader reader, PortalDbContext db) : ProjectPage(reader)
{
    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    public ReceiptView? Receipt { get; private set; }

    public JourneyStep? Next { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Receipt = await (
            from acceptance in db.Acceptances.AsNoTracking()
            join version in db.AgreementVersions on new { acceptance.Agreement, acceptance.Number } equals new { version.Agreement, version.Number }
            join entry in db.LedgerEntries on acceptance.LedgerEntryId equals entry.Id
            where acceptance.ProjectId == Project.Id && acceptance.Agreement == Name
            orderby acceptance.Number descending
            select new ReceiptView(acceptance, version, entry)).FirstOrDefaultAsync(cancel);
        if (Receipt is null)
        {
            throw new ProjectNotFoundException();
        }

        Next = (await Reader.JourneyAsync(Project.Id, cancel)).Journey.Current;
    }
}

public sealed record ReceiptView(Acceptance Acceptance, AgreementVersion Version, LedgerEntry Entry)
{
    /// <summary>Short enough to say on the telephone; the whole hash stands below it.</summary>
    public string Number => $"OF-{Acceptance.AtUtc.Year}-{Entry.Hash[..8].ToUpperInvariant()}";

    public string Html => MarkdownText.ToHtml(Version.Text);
}
