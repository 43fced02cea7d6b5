using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Reminders;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Commands.Telemetry;

/// <summary>
/// What of the database those who watch are told, in numbers without names. Read at most every few seconds however many ask, each number along
/// an index and only up to a limit: what waits is few, what is finished is not counted.
/// </summary>
public sealed class PortalNumbers
{
    private const int MostMessages = 100_000;
    private const int MostRequests = 10_000;

    /// <summary>From so many business days on a contact is reminded, and a stand-in too.</summary>
    private static readonly (string Name, int From)[] Ages =
    [
        (string.Create(CultureInfo.InvariantCulture, $"0-{ReminderMarks.First - 1}"), 0),
        (string.Create(CultureInfo.InvariantCulture, $"{ReminderMarks.First}-{ReminderMarks.WithStandIns - 1}"), ReminderMarks.First),
        (string.Create(CultureInfo.InvariantCulture, $"{ReminderMarks.WithStandIns}+"), ReminderMarks.WithStandIns),
    ];

    private static readonly string[] Standings =
        [AgreementStandings.Missing, AgreementStandings.Accepted, AgreementStandings.Outdated, AgreementStandings.Overdue, AgreementStandings.Withdrawn];

    private readonly IServiceScopeFactory scopes;
    private readonly PortalCounts counts;
    private readonly DeliveryLanes lanes;
    private readonly TimeProvider time;
    private readonly Kept<Numbers> kept;

    public PortalNumbers(IServiceScopeFactory scopes, PortalCounts counts, DeliveryLanes lanes, TimeProvider time)
    {
        (this.scopes, this.counts, this.lanes, this.time) = (scopes, counts, lanes, time);
        kept = new Kept<Numbers>(TimeSpan.FromSeconds(15), time, CountAsync);
    }

    public Task<Numbers> ReadAsync(CancellationToken cancel) => kept.ReadAsync(cancel);

    private async Task<Numbers> CountAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var messages = new List<Number>();
        foreach (var state in new[] { OutboxState.Queued, OutboxState.Parked })
        {
            messages.AddRange(await CountAsync(db, state));
        }

        return new Numbers(
            messages,
            await OldestAsync(db),
            await CountRequestsAsync(db, scope.ServiceProvider.GetRequiredService<PortalContent>(), scope.ServiceProvider.GetRequiredService<BusinessDays>()),
            AgreementsOf(await counts.ReadAsync(CancellationToken.None)));
    }

    private async Task<IReadOnlyList<Number>> CountAsync(PortalDbContext db, OutboxState state)
    {
        var word = state == OutboxState.Queued ? "queued" : "parked";
        var all = await Count(db.OutboxMessages.Where(message => message.State == state));
        var numbers = new List<Number>();
        foreach (var lane in lanes.All.Where(lane => lane.Name != DeliveryLane.Rest))
        {
            numbers.Add(new Number(DeliveryTelemetry.LabelOf(lane.Name), word, await Count(db.OutboxMessages.Where(message => message.Lane == lane.Name && message.State == state))));
        }

        return [.. numbers, new Number(DeliveryTelemetry.LabelOf(DeliveryLane.Rest), word, Math.Max(0, all - numbers.Sum(number => number.Count)))];

        static Task<int> Count(IQueryable<OutboxMessage> messages) => messages.AsNoTracking().OrderBy(message => message.DueAtUtc).Take(MostMessages).CountAsync();
    }

    private async Task<TimeSpan> OldestAsync(PortalDbContext db)
    {
        var since = await db.OutboxMessages.AsNoTracking().Where(message => message.State == OutboxState.Queued)
            .OrderBy(message => message.EnqueuedAtUtc).Select(message => (DateTime?)message.EnqueuedAtUtc).FirstOrDefaultAsync();
        var age = time.UtcNow() - since ?? TimeSpan.Zero;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    // Those whose clock stands still, since the project lacks its commitment, wait for nobody here.
    private async Task<IReadOnlyList<Number>> CountRequestsAsync(PortalDbContext db, PortalContent content, BusinessDays days)
    {
        var (now, isClosed) = (time.UtcNow(), false);
        var today = NewYork.DayOf(now);
        var atLeast = new int[Ages.Length];
        foreach (var contact in content.InvitationTargets.Select(target => target.Contact.Key).Distinct())
        {
            for (var age = 0; age < Ages.Length; age++)
            {
                var before = Ages[age].From == 0 ? now.AddDays(1) : NewYork.Utc(days.Before(today, Ages[age].From).AddDays(1), TimeOnly.MinValue);
                atLeast[age] += await db.InvitationRequests.AsNoTracking()
                    .Where(request => request.Contact == contact && request.State == InvitationState.Waiting && request.IsClosed == isClosed && request.SinceUtc < before)
                    .Where(request => request.BlockedSinceUtc == null)
                    .OrderBy(request => request.SinceUtc).Take(MostRequests).CountAsync();
            }
        }

        return [.. Ages.Select((age, at) => new Number(age.Name, "", atLeast[at] - (at + 1 < atLeast.Length ? atLeast[at + 1] : 0)))];
    }

    private static List<Number> AgreementsOf(StatusCounts projects) =>
    [
        .. from standing in Standings
           from agreement in new[] { AgreementNames.Telemetry, AgreementNames.Commitment }
           let those = projects.Groups.Where(some => !some.IsClosed && (agreement == AgreementNames.Telemetry ? some.Telemetry : some.Commitment) == standing)
           select new Number(agreement, standing, those.Sum(some => some.Count)),
    ];
}

/// <param name="Messages">By lane and state.</param>
/// <param name="OldestWaiting">How long the oldest message that waits has waited; 0 where none does.</param>
/// <param name="Requests">That wait for a contact, by business days.</param>
/// <param name="Agreements">Of open projects, by agreement and how it stands.</param>
public sealed record Numbers(IReadOnlyList<Number> Messages, TimeSpan OldestWaiting, IReadOnlyList<Number> Requests, IReadOnlyList<Number> Agreements);

/// <param name="Of">A lane, an age, an agreement.</param>
/// <param name="State">Empty where there is but one.</param>
public sealed record Number(string Of, string State, int Count);
