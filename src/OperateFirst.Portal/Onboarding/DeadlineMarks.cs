using OperateFirst.Portal.Agreements;

namespace OperateFirst.Portal.Onboarding;

/// <summary>When leads are reminded of an agreement that waits: 30, 7 and 1 day before its old acceptance ends.</summary>
public static class DeadlineMarks
{
    private static readonly int[] DaysBefore = [30, 7, 1];

    /// <summary>The next mark of either agreement after <paramref name="now"/>; null where none is left.</summary>
    public static DateTime? NextAfter(ProjectFacts facts, DateTime now) =>
        new[] { facts.Telemetry, facts.Commitment }.SelectMany(agreement => Of(agreement, now)).Select(mark => (DateTime?)mark.AtUtc).Where(at => at > now).Min();

    /// <summary>The newest mark that has come, so that after a long stop one reminder is sent and not three; null where none has.</summary>
    public static DeadlineMark? NewestAt(AgreementFact agreement, DateTime now) => Of(agreement, now).Where(mark => mark.AtUtc <= now).MaxBy(mark => mark.AtUtc);

    // A mark that lay before the publication, or with it, has nothing to remind of: the announcement says the same.
    private static IEnumerable<DeadlineMark> Of(AgreementFact agreement, DateTime now) =>
        agreement.StandingAt(now) == AgreementStanding.Outdated && agreement.AcceptBy is { } end
            ? DaysBefore.Select(days => new DeadlineMark(days, end.AddDays(-days))).Where(mark => mark.AtUtc > agreement.CurrentSinceUtc)
            : [];
}

public sealed record DeadlineMark(int DaysBefore, DateTime AtUtc);
