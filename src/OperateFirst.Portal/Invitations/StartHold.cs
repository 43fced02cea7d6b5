using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Invitations;

/// <summary>As an operator typed it.</summary>
public sealed class HoldForm
{
    public string? Target { get; set; }
    public string? Sentence { get; set; }

    /// <summary>The last day of the pause in New York; empty where an operator will end it.</summary>
    public string? Until { get; set; }

    public bool Confirmed { get; set; }
}

/// <summary>An operator pauses a kind of request. One pause at a time for each kind.</summary>
public sealed class StartHold(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    private const string PausedAlready = "This is paused already. The list above shows by whom; end that pause first.";

    public async Task RunAsync(HoldForm form, CancellationToken cancel)
    {
        if (!me.IsOperator)
        {
            throw new ProjectNotFoundException();
        }

        var now = time.UtcNow();
        var checks = new FieldChecks();
        var target = content.HoldTargets.FirstOrDefault(candidate => candidate.Name == form.Target);
        if (target is null)
        {
            checks.Add(nameof(form.Target), "Choose what you pause.");
        }

        var sentence = checks.Line(nameof(form.Sentence), form.Sentence, "the sentence that the leads read", Hold.SentenceLength);
        var until = CheckUntil(checks, form.Until, now);
        if (!form.Confirmed)
        {
            checks.Add(nameof(form.Confirmed), "Tick the box to confirm the pause: all leads see it at once.");
        }

        checks.ThrowIfAny();
        if (target is not null)
        {
            await StartAsync(target, sentence, until, now, cancel);
        }
    }

    private async Task StartAsync(HoldTarget target, string sentence, DateOnly? until, DateTime now, CancellationToken cancel)
    {
        foreach (var earlier in await db.Holds.Where(hold => hold.Target == target.Name && hold.EndedAtUtc == null).ToListAsync(cancel))
        {
            if (!earlier.EndIfExpired(now))
            {
                throw new RuleBrokenException(nameof(HoldForm.Target), PausedAlready);
            }
        }

        // The pause lasts through its last day.
        var untilUtc = until is { } day ? NewYork.Utc(day.AddDays(1), TimeOnly.MinValue) : (DateTime?)null;
        db.Holds.Add(Hold.Start(target.Name, sentence, untilUtc, me.Name, now));
        ledger.RecordForPortal(Hold.StartedKind, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["target"] = target.Name,
            ["title"] = target.Title,
            ["sentence"] = sentence,
            ["until"] = until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException failure) when (db.IsUniqueViolation(failure))
        {
            throw new RuleBrokenException(nameof(HoldForm.Target), PausedAlready);
        }
    }

    private static DateOnly? CheckUntil(FieldChecks checks, string? typed, DateTime now)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        if (!DateOnly.TryParseExact(typed.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year > now.Year + 10)
        {
            checks.Add(nameof(HoldForm.Until), "Enter the last day as year, month and day, such as 2026-12-01, or leave it empty.");
        }
        else if (day < NewYork.DayOf(now))
        {
            checks.Add(nameof(HoldForm.Until), "The last day of the pause is past. Choose today or a later day, or leave it empty.");
        }

        return day;
    }
}

/// <summary>An operator ends a pause; from the same moment all goes on.</summary>
public sealed class EndHold(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    public async Task RunAsync(Guid id, CancellationToken cancel)
    {
        var hold = me.IsOperator ? await db.Holds.SingleOrDefaultAsync(candidate => candidate.Id == id, cancel) : null;
        if (hold is null)
        {
            throw new ProjectNotFoundException();
        }

        hold.End(me.Name, time.UtcNow());
        ledger.RecordForPortal(Hold.EndedKind, me.Id, new JsonObject
        {
            ["by"] = me.Name,
            ["target"] = hold.Target,
            ["title"] = content.HoldTargets.FirstOrDefault(target => target.Name == hold.Target)?.Title ?? hold.Target,
            ["sentence"] = hold.Sentence,
        });
        await db.SaveChangesAsync(cancel);
    }
}

/// <param name="Title">In words: "Requests for the Sprint planning meeting".</param>
public sealed record HoldTarget(string Name, string Title);

public static class ContentHolds
{
    extension(PortalContent content)
    {
        /// <summary>What an operator can pause.</summary>
        public IReadOnlyList<HoldTarget> HoldTargets =>
        [
            .. content.InvitationTargets.Select(target => new HoldTarget(target.Name, $"Requests for {target.InSentence}")),
            new HoldTarget(Hold.ClusterAccess, "Cluster access"),
        ];
    }
}
