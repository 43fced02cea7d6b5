using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Review;

/// <summary>One request as its coordinator, or who stands in, sees it.</summary>
public sealed record RequestInReview(InvitationRequest Request, string Title, string ContactName)
{
    /// <summary>What pauses such requests; null where nothing does.</summary>
    public HoldFact? Hold { get; init; }

    public bool LacksCommitment { get; init; }

    /// <summary>Business days it has waited, less those on which no clock ran.</summary>
    public int Age { get; init; }

    /// <summary>What the project asked for the same meeting or room before, the newest first.</summary>
    public IReadOnlyList<InvitationRequest> Earlier { get; init; } = [];

    /// <summary>True where the project has asked anew since: the answer stands then.</summary>
    public bool HasNewer { get; init; }

    /// <summary>The last day on which the reader stands in for the contact; null for the reader's own requests.</summary>
    public DateOnly? StandsInUntil { get; init; }
}

/// <summary>Reads it for the person behind the request; who may not decide it gets what one gets for none.</summary>
public sealed class RequestReader(PortalDbContext db, CurrentAccount me, PortalContent content, BusinessDays days, TimeProvider time)
{
    private const int MostEarlier = 5;

    /// <exception cref="ProjectNotFoundException">There is none for this person.</exception>
    public async Task<RequestInReview> ReadAsync(Guid id, CancellationToken cancel)
    {
        var mine = me.Coordinates;
        var request = await db.InvitationRequests.AsNoTracking()
            .SingleOrDefaultAsync(candidate => candidate.Id == id && mine.Contains(candidate.Contact), cancel) ?? throw new ProjectNotFoundException();
        var now = time.UtcNow();
        var target = content.FindInvitationTarget(request.Target);
        var obstacle = target is null ? new Obstacle(null, false) : await db.ObstacleAsync(request.ProjectId, target, now, cancel);
        var pauses = await db.PausesOfAsync([request], cancel);
        return new RequestInReview(
            request,
            target?.Title ?? request.Target,
            content.Contacts.FirstOrDefault(contact => contact.Key == request.Contact)?.Name ?? request.Contact)
        {
            Hold = obstacle.Hold,
            LacksCommitment = obstacle.LacksCommitment,
            Age = pauses.AgeOf(request, days, now),
            HasNewer = await db.NewerRequests(request).AnyAsync(cancel),
            StandsInUntil = me.StandsInFor(request.Contact) ? await StandsInUntilAsync(request.Contact, NewYork.DayOf(now), cancel) : null,
            Earlier = await db.InvitationRequests.AsNoTracking()
                .Where(other => other.ProjectId == request.ProjectId && other.Target == request.Target && other.RequestedAtUtc < request.RequestedAtUtc)
                .OrderByDescending(other => other.RequestedAtUtc).Take(MostEarlier).ToListAsync(cancel),
        };
    }

    private async Task<DateOnly?> StandsInUntilAsync(string contact, DateOnly today, CancellationToken cancel)
    {
        var id = me.Id;
        return await db.StandIns.AsNoTracking()
            .Where(standIn => standIn.AccountId == id && standIn.ToDay >= today && standIn.FromDay <= today && standIn.EndedAtUtc == null && standIn.Contact == contact)
            .MaxAsync(standIn => (DateOnly?)standIn.ToDay, cancel);
    }
}

public static class ReviewServices
{
    public static IServiceCollection AddReview(this IServiceCollection services) => services
        .AddScoped<InvitationQueue>()
        .AddScoped<RequestReader>()
        .AddScoped<DeliveryList>()
        .AddScoped<OperatorsRecord>()
        .AddScoped<SendAgain>()
        .AddScoped<GiveUp>();
}
