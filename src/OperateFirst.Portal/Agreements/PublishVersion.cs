using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Agreements;

/// <summary>As typed on the page of a draft.</summary>
public sealed class PublishForm
{
    public const string Editorial = "editorial";
    public const string Material = "material";

    /// <summary><c>editorial</c> or <c>material</c>.</summary>
    public string? Change { get; set; }

    public int? GraceDays { get; set; } = 30;
    public string? WhatChanged { get; set; }
    public bool Read { get; set; }

    /// <summary>Of the draft that was shown.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Number of the version that the difference was shown to.</summary>
    public int? Current { get; set; }
}

/// <summary>An operator publishes the next text of an agreement; it comes from the content files. Telling the projects is promised with it.</summary>
public sealed class PublishVersion(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    private const string Taken = "This version was published meanwhile, so there is nothing left to publish. The page below is up to date.";

    public async Task RunAsync(string agreement, int number, PublishForm form, CancellationToken cancel)
    {
        if (!me.IsOperator)
        {
            throw new ProjectNotFoundException();
        }

        var current = await db.CurrentAgreementAsync(agreement, cancel) ?? throw new RuleBrokenException("There is no such agreement.");
        if (current.Number >= number)
        {
            throw new RuleBrokenException(Taken);
        }

        var draft = content.Agreements.FirstOrDefault(text => text.Name == agreement && text.Version == number)
            ?? throw new RuleBrokenException($"The content files hold no version {number} of this agreement. Put the text into its file with that number and restart the portal.");
        var version = current.Replace(draft, form, me.Name, time.UtcNow());
        db.AgreementVersions.Add(version);
        db.TextAnnouncements.Add(TextAnnouncement.Of(version));
        ledger.RecordForPortal(AgreementEvents.Published, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["agreement"] = version.Agreement,
            ["title"] = version.Title,
            ["version"] = version.Number,
            ["sha256"] = version.Sha256,
            ["material"] = version.IsMaterial,
            ["accept by"] = version.GraceEndsAtUtc is { } end ? LedgerEntry.Written(end) : null,
            ["what changed"] = version.WhatChanged,
        });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException failure) when (db.IsUniqueViolation(failure))
        {
            throw new RuleBrokenException(Taken);
        }
    }
}
