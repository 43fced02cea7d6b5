using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>Read an agreement, see what changed since it was accepted, accept it, or take the acceptance back.</summary>
public sealed class AgreementModel(ProjectReader reader, AcceptAgreement accept, WithdrawAcceptance withdraw, PortalDbContext db, TimeProvider time)
    : ProjectPage(reader)
{
    private AgreementVersion? version;
    private AgreementFact? fact;

    [FromRoute(Name = "name")]
    public string Name { get; set; } = "";

    [BindProperty]
    public AgreementForm Input { get; set; } = new();

    public AgreementVersion Version => version ?? throw new InvalidOperationException("Not loaded yet.");

    public AgreementFact Fact => fact ?? throw new InvalidOperationException("Not loaded yet.");

    public AgreementStanding Standing => Fact.StandingAt(time.UtcNow());

    public string Html { get; private set; } = "";

    public IReadOnlyList<Acceptance> Acceptances { get; private set; } = [];

    /// <summary>From the text that was accepted to the current one; null where they are the same, or nothing is accepted.</summary>
    public TextDifference? Difference { get; private set; }

    public int Step => Name == AgreementNames.Telemetry ? 3 : 4;

    public StateLabel State => (Standing, Fact.Accepted) switch
    {
        (AgreementStanding.Accepted, { } accepted) => new("accepted", $"Version {accepted.Number} accepted"),
        (AgreementStanding.Outdated, { } accepted) => new("outdated", $"Outdated v{accepted.Number}: {DaysLeft} left"),
        (AgreementStanding.Overdue, { } accepted) => new("overdue", $"Overdue v{accepted.Number}"),
        (AgreementStanding.Withdrawn, _) => new("withdrawn", "Withdrawn"),
        _ => Project.CanAccept ? new("your-turn", $"Your turn: accept version {Version.Number}") : new("open", $"Version {Version.Number} not accepted yet"),
    };

    public string DaysLeft => Fact.AcceptBy is { } end && (int)Math.Ceiling((end - time.UtcNow()).TotalDays) is var days ? $"{days} day{(days == 1 ? "" : "s")}" : "";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        version = await db.CurrentAgreementAsync(Name, cancel) ?? throw new ProjectNotFoundException();
        fact = (await db.AgreementFactsAsync(Project.Id, cancel))[Name];
        Html = MarkdownText.ToHtml(Version.Text);
        Acceptances = await db.Acceptances.AsNoTracking()
            .Where(acceptance => acceptance.ProjectId == Project.Id && acceptance.Agreement == Name)
            .OrderByDescending(acceptance => acceptance.AtUtc).ToListAsync(cancel);
        if (fact.Accepted is { } accepted && accepted.Number != Version.Number)
        {
            var before = await db.AgreementVersions.AsNoTracking().SingleAsync(candidate => candidate.Agreement == Name && candidate.Number == accepted.Number, cancel);
            Difference = TextDifference.Between(before.Text, Version.Text);
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await accept.RunAsync(Slug, Name, Input.Sha256, Input.Agreed, Input.Round, cancel);
        Notice($"Accepted for {Slug}", $"Step {Step} is done. This is your receipt; we also send it to you by e-mail.");
        return To($"{Home}/agreements/{Name}/receipt");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel)
    {
        await withdraw.RunAsync(Slug, Name, Input.Reason, Input.Sure, Input.Round, Input.Accepted, cancel);
        Notice("The acceptance is withdrawn", $"Step {Step} is open again, and the operators are told. What was accepted stays on record.");
        return To(Home);
    }

    public sealed class AgreementForm
    {
        public bool Agreed { get; set; }

        /// <summary>Of the text that the form showed.</summary>
        public string? Sha256 { get; set; }

        /// <summary>How many withdrawals there had been when the form was shown.</summary>
        public int? Round { get; set; }

        /// <summary>Version that was accepted when the form was shown.</summary>
        public int? Accepted { get; set; }

        public string? Reason { get; set; }
        public bool Sure { get; set; }
    }
}
