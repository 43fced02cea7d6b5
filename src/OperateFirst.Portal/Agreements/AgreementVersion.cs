using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Agreements;

/// <summary>One published text of an agreement. It never changes; a new text is a new version.</summary>
public sealed class AgreementVersion
{
    private AgreementVersion()
    {
    }

    /// <summary>The word in addresses: <c>telemetry</c>.</summary>
    public required string Agreement { get; init; }

    public required int Number { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Markdown.</summary>
    public required string Text { get; init; }

    /// <summary>Lower-case hex SHA-256 of <see cref="Text"/> in UTF-8.</summary>
    public required string Sha256 { get; init; }

    public required DateTime PublishedAtUtc { get; init; }

    /// <summary>What it means for those who accepted an earlier version; true for a first version too, since there is nothing it could keep.</summary>
    public bool IsMaterial { get; private init; } = true;

    /// <summary>UTC; until then an earlier acceptance counts. Null where no earlier acceptance ends with it.</summary>
    public DateTime? GraceEndsAtUtc { get; private init; }

    /// <summary>What changed, in the publisher's words; empty for a first version.</summary>
    public string WhatChanged { get; private init; } = "";

    /// <summary>The title with a small first letter, for sentences.</summary>
    public string TitleInSentence => char.ToLowerInvariant(Title[0]) + Title[1..];

    internal static AgreementVersion Publish(AgreementText text, DateTime now) => new()
    {
        Agreement = text.Name,
        Number = text.Version,
        Title = text.Title,
        Summary = text.Summary,
        Text = text.Text,
        Sha256 = text.Sha256,
        PublishedAtUtc = now,
    };

    /// <summary>The rule of accepting: the text that was shown is this one, the box was ticked, and the person may.</summary>
    /// <param name="shownSha256">What the form says it showed.</param>
    /// <param name="round">How many withdrawals the project has made.</param>
    internal Acceptance AcceptFor(Project project, Guid accountId, string accountName, string? shownSha256, bool agreed, int round, DateTime now)
    {
        project.RefuseIfClosed();
        project.RequireAcceptor(accountId);
        if (shownSha256 != Sha256)
        {
            throw new RuleBrokenException($"The text changed after you opened this page. This is version {Number}: read it first. Nothing was accepted.");
        }

        if (!agreed)
        {
            throw new RuleBrokenException("Agreed", "Tick the box to accept the agreement. Nothing is accepted without it.");
        }

        return Acceptance.Of(project.Id, this, accountId, accountName, round, now);
    }

    internal sealed class Configuration : IEntityTypeConfiguration<AgreementVersion>
    {
        public void Configure(EntityTypeBuilder<AgreementVersion> builder)
        {
            builder.ToTable("AgreementVersions");
            builder.IsAppendOnly();
            builder.HasKey(version => new { version.Agreement, version.Number });
            builder.Property(version => version.Agreement).HasMaxLength(40);
            builder.Property(version => version.Title).HasMaxLength(200);
            builder.Property(version => version.Summary).HasMaxLength(500);
            builder.Property(version => version.Sha256).HasMaxLength(64);
            builder.Property(version => version.IsMaterial).HasDefaultValue(true).ValueGeneratedNever();
            builder.Property(version => version.WhatChanged).HasMaxLength(1000).HasDefaultValue("").ValueGeneratedNever();
        }
    }
}
