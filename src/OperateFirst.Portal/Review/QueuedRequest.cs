using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Review;

/// <summary>
/// As much of an <see cref="InvitationRequest"/>, whose members these are, as its card shows; for reading only. Its people stay the text that is
/// stored until they are shown: to read them one by one as entities cost more than all else of a row.
/// </summary>
public sealed class QueuedRequest
{
    public Guid Id { get; init; }
    public Guid ProjectId { get; init; }
    public string Target { get; init; } = "";
    public string Contact { get; init; } = "";
    public InvitationState State { get; init; } = InvitationState.Waiting;
    public DateTime SinceUtc { get; init; }
    public bool IsClosed { get; init; }
    public DateTime RequestedAtUtc { get; init; }
    public string RequestedByName { get; init; } = "";
    public string Note { get; init; } = "";
    public string Reason { get; init; } = "";
    public string DecidedByName { get; init; } = "";
    public string DecidedForName { get; init; } = "";
    public DateTime? BlockedSinceUtc { get; init; }
    public int BlockedDays { get; init; }
    public int Version { get; init; }

    /// <summary>JSON.</summary>
    public string Attendees { get; init; } = "";

    public string Decider => InvitationRequest.DeciderOf(DecidedByName, DecidedForName);

    /// <summary>Reads them anew each time.</summary>
    public IReadOnlyList<Attendee> People()
    {
        using var stored = JsonDocument.Parse(Attendees);
        var people = new Attendee[stored.RootElement.GetArrayLength()];
        var next = 0;
        foreach (var person in stored.RootElement.EnumerateArray())
        {
            people[next++] = new Attendee(Text(person, nameof(Attendee.Name)), Text(person, nameof(Attendee.Email)));
        }

        return people;
    }

    private static string Text(JsonElement person, string name) => person.GetProperty(name).GetString() ?? "";

    internal sealed class Configuration : IEntityTypeConfiguration<QueuedRequest>
    {
        public void Configure(EntityTypeBuilder<QueuedRequest> builder)
        {
            // Not a table of its own: the rows of the requests.
            builder.HasNoKey();
            builder.ToView("InvitationRequests");
            builder.Property(request => request.State).HasConversion(state => InvitationStates.Written(state), written => InvitationStates.Read(written));
        }
    }
}

internal sealed record CardRow(QueuedRequest Request, string Slug, string Name, int DoneCount, string TelemetryStanding, string CommitmentStanding)
{
    /// <summary>What a query reads for it.</summary>
    public static readonly Expression<Func<QueuedRequest, ProjectProgress, CardRow>> Read = (request, progress) => new CardRow(
        request, progress.Slug, progress.Name, progress.DoneCount, progress.TelemetryStanding, progress.CommitmentStanding);

    /// <summary>The same of requests that are known to wait in open projects: without what is the same for them all.</summary>
    public static readonly Expression<Func<QueuedRequest, ProjectProgress, CardRow>> ReadWaiting = (request, progress) => new CardRow(
        new QueuedRequest
        {
            Id = request.Id,
            Target = request.Target,
            Contact = request.Contact,
            SinceUtc = request.SinceUtc,
            RequestedAtUtc = request.RequestedAtUtc,
            RequestedByName = request.RequestedByName,
            Note = request.Note,
            Reason = request.Reason,
            BlockedSinceUtc = request.BlockedSinceUtc,
            BlockedDays = request.BlockedDays,
            Version = request.Version,
            Attendees = request.Attendees,
        },
        progress.Slug, progress.Name, progress.DoneCount, progress.TelemetryStanding, progress.CommitmentStanding);
}

public static class QueuedRequestSets
{
    extension(PortalDbContext db)
    {
        public IQueryable<QueuedRequest> QueuedRequests => db.Set<QueuedRequest>().AsNoTracking();
    }
}
