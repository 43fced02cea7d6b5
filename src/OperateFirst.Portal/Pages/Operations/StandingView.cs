using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>Where a project stands with an agreement, in the words of a list.</summary>
public sealed record StandingView(StatusCell Cell, DateTime Now)
{
    public string Agreement => Cell.Agreement == AgreementNames.Telemetry ? "Telemetry" : "Commitment";

    public string Label => Cell.Standing switch
    {
        AgreementStandings.Accepted => $"Accepted v{Cell.Number}",
        AgreementStandings.Outdated => $"Outdated v{Cell.Number}",
        AgreementStandings.Overdue => $"Overdue v{Cell.Number}",
        AgreementStandings.Withdrawn => "Withdrawn",
        _ => "Missing",
    };

    /// <summary>Before the date.</summary>
    public string Before => Cell.Standing switch
    {
        AgreementStandings.Outdated when DaysLeft is { } days => $"{Days(days)} left, until ",
        AgreementStandings.Overdue when Cell.AcceptByUtc is not null => "ended ",
        AgreementStandings.Missing => "Never accepted",
        _ => "",
    };

    public DateTime? DateUtc => Cell.Standing is AgreementStandings.Outdated or AgreementStandings.Overdue ? Cell.AcceptByUtc : Cell.AtUtc;

    public string After => Cell.Standing == AgreementStandings.Withdrawn ? $", was v{Cell.Number}" : "";

    private int? DaysLeft => Cell.AcceptByUtc is { } end ? DaysUntil(end, Now) : null;

    public static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    /// <summary>Whole days until then, the day that has begun counted as one.</summary>
    public static int DaysUntil(DateTime end, DateTime now) => Math.Max(0, (int)Math.Ceiling((end - now).TotalDays));
}

/// <summary>A list of choices in a filter.</summary>
public sealed record FilterSelect(string Name, string Label, IReadOnlyList<FilterChoice> Choices, string Chosen);
