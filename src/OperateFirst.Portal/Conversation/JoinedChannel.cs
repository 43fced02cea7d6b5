using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Conversation;

/// <summary>A list or dashboard that the project's people say they have joined.</summary>
public sealed class JoinedChannel
{
    private JoinedChannel()
    {
    }

    public required Guid ProjectId { get; init; }

    /// <summary>The channel's name in the content file.</summary>
    public required string Channel { get; init; }

    public required DateTime AtUtc { get; init; }

    internal static JoinedChannel Of(Project project, string channel, DateTime now) =>
        new() { ProjectId = project.Id, Channel = channel, AtUtc = now };

    internal sealed class Configuration : IEntityTypeConfiguration<JoinedChannel>
    {
        public void Configure(EntityTypeBuilder<JoinedChannel> builder)
        {
            builder.ToTable("JoinedChannels");
            builder.HasKey(joined => new { joined.ProjectId, joined.Channel });
            builder.Property(joined => joined.Channel).HasMaxLength(60);
        }
    }
}

/// <summary>Marks lists and dashboards as joined, or takes a mark back.</summary>
public sealed class MarkJoined(PortalDbContext db, PortalLedger ledger, CurrentAccount me, PortalContent content, TimeProvider time)
{
    public const string JoinedKind = "conversation.joined";
    public const string LeftKind = "conversation.mark-removed";

    public async Task RunAsync(string slug, string? name, bool joined, CancellationToken cancel)
    {
        var project = await db.ProjectForChangeAsync(slug, me.Id, cancel) ?? throw new ProjectNotFoundException();
        project.RefuseIfClosed();
        var channel = content.Channels.FirstOrDefault(candidate => candidate.Marked && candidate.Name == name)
            ?? throw new RuleBrokenException("This list is not part of the onboarding any more. The page below is up to date.");
        var mark = await db.JoinedChannels.SingleOrDefaultAsync(
            candidate => candidate.ProjectId == project.Id && candidate.Channel == channel.Name, cancel);
        if (mark is not null == joined)
        {
            return;
        }

        if (mark is null)
        {
            db.JoinedChannels.Add(JoinedChannel.Of(project, channel.Name, time.UtcNow()));
        }
        else
        {
            db.JoinedChannels.Remove(mark);
        }

        project.Touch();
        ledger.Record(project.Id, joined ? JoinedKind : LeftKind, me.Id, new JsonObject { ["by"] = me.Name, ["channel"] = channel.Name, ["title"] = channel.Title });
        await db.SaveChangesAsync(cancel);
    }
}

public static class ConversationServices
{
    extension(PortalDbContext db)
    {
        public DbSet<JoinedChannel> JoinedChannels => db.Set<JoinedChannel>();
    }

    public static IServiceCollection AddConversation(this IServiceCollection services) => services.AddScoped<MarkJoined>();
}
