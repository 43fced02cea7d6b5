using System.Globalization;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Review;

/// <summary>Which projects an operator wants to see.</summary>
/// <param name="Agreement">A word of <see cref="Agreements"/>.</param>
/// <param name="Standing">A word of <see cref="Standings"/>.</param>
/// <param name="Step">Number of the step they stand at; 0 where all are done; null for any.</param>
/// <param name="Beginning">Of the short name or the name, in lower case; empty for all projects.</param>
/// <param name="IsClosed">True for closed projects; else the open ones.</param>
/// <param name="After">Short name of the last project of the page before; empty for the first page.</param>
public sealed record StatusFilter(string Agreement, string Standing, int? Step, string Beginning, bool IsClosed, string After)
{
    public const string Both = "both";
    public const string MissingOrOverdue = "missing-or-overdue";
    public const string Done = "done";
    public const string Closed = "closed";

    /// <summary>By the word in the address, in the order they are offered.</summary>
    public static readonly IReadOnlyList<FilterChoice> Agreements =
        [new("", "Either"), new(Both, "Both"), new(AgreementNames.Telemetry, "Telemetry"), new(AgreementNames.Commitment, "Commitment")];

    public static readonly IReadOnlyList<FilterChoice> Standings =
    [
        new("", "Any"),
        new(AgreementStandings.Accepted, "Accepted"),
        new(AgreementStandings.Outdated, "Outdated"),
        new(AgreementStandings.Overdue, "Overdue"),
        new(AgreementStandings.Missing, "Missing"),
        new(MissingOrOverdue, "Missing or overdue"),
        new(AgreementStandings.Withdrawn, "Withdrawn"),
    ];

    public static readonly IReadOnlyList<FilterChoice> Steps =
        [new("", "Any"), .. StepNames.All.Select(step => new FilterChoice(step.Number.ToString(CultureInfo.InvariantCulture), step.Title)), new(Done, "All steps done")];

    public static readonly IReadOnlyList<FilterChoice> Lives = [new("", "Open"), new(Closed, "Closed")];

    public string StepWord => Step switch
    {
        null => "",
        0 => Done,
        { } number => number.ToString(CultureInfo.InvariantCulture),
    };

    public bool IsSet => Standing.Length > 0 || Step is not null || Beginning.Length > 0 || IsClosed;

    /// <summary>The stretches of an index in which the projects lie, each in the order of their short names.</summary>
    internal IEnumerable<StatusSeek> Seeks
    {
        get
        {
            string[] standings = Standing == MissingOrOverdue ? [AgreementStandings.Missing, AgreementStandings.Overdue] : [Standing];
            return (Standing, Agreement) switch
            {
                ("", _) => [new StatusSeek(null, null)],
                (_, Both) => from telemetry in standings from commitment in standings select new StatusSeek(telemetry, commitment),
                (_, AgreementNames.Telemetry) => standings.Select(standing => new StatusSeek(standing, null)),
                (_, AgreementNames.Commitment) => standings.Select(standing => new StatusSeek(null, standing)),
                _ => standings.SelectMany(standing => new[] { new StatusSeek(standing, null), new StatusSeek(null, standing) }),
            };
        }
    }

    /// <summary>What is not understood is as if it were not there.</summary>
    public static StatusFilter Of(string? agreement, string? standing, string? step, string? beginning, string? projects, string? after)
    {
        return new StatusFilter(
            Known(Agreements, agreement),
            Known(Standings, standing),
            Known(Steps, step) switch
            {
                "" => null,
                Done => 0,
                var number => int.Parse(number, CultureInfo.InvariantCulture),
            },
            Beginnings.Of(beginning),
            projects == Closed,
            Beginnings.Of(after));
    }

    internal bool Fits(StatusRow row) => row.IsClosed == IsClosed && (Step is null || row.StandsAt == Step) && Seeks.Any(seek => seek.Fits(row));

    private static string Known(IReadOnlyList<FilterChoice> choices, string? word) => choices.FirstOrDefault(choice => choice.Word == word)?.Word ?? "";
}

/// <param name="Word">In the address; empty for the one that does not filter.</param>
public sealed record FilterChoice(string Word, string Text);

/// <summary>Where the projects of one stretch stand with each agreement; null for anywhere.</summary>
internal sealed record StatusSeek(string? Telemetry, string? Commitment)
{
    public bool Fits(StatusRow row) =>
        (Telemetry is null || row.Telemetry.Standing == Telemetry) && (Commitment is null || row.Commitment.Standing == Commitment);
}
