using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Agreements;

/// <summary>One published text of an agreement. It never changes; a new text is a new version.</summary>
public sealed class AgreementVersion
{
    public const int ShortestGrace = 7;
    public const int LongestGrace = 365;
    public const int WhatChangedLength = 1000;

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

    /// <summary>Empty where the portal published a first version by itself.</summary>
    public string PublishedByName { get; private init; } = "";

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

    /// <summary>The rule of publishing: the draft is newer, says something else, was read, and the operator said what it means.</summary>
    internal AgreementVersion Replace(AgreementText draft, PublishForm form, string by, DateTime now)
    {
        var checks = new FieldChecks();
        if (draft.Sha256 == Sha256 || TextDifference.Between(Text, draft.Text).IsEmpty)
        {
            throw new RuleBrokenException($"The text of version {draft.Version} is the same as that of version {Number}, so there is nothing to publish. Change the text in its file first.");
        }

        if (form.Sha256 != draft.Sha256 || form.Current != Number)
        {
            throw new RuleBrokenException("A text changed after you opened this page. Read the difference below; nothing was published.");
        }

        if (form.Change is not (PublishForm.Editorial or PublishForm.Material))
        {
            checks.Add(nameof(form.Change), "Choose whether the change is editorial or material.");
        }

        var material = form.Change == PublishForm.Material;
        if (material && form.GraceDays is not (>= ShortestGrace and <= LongestGrace))
        {
            checks.Add(nameof(form.GraceDays), $"Enter how many days the earlier acceptances count, from {ShortestGrace} to {LongestGrace}.");
        }

        var whatChanged = checks.Text(nameof(form.WhatChanged), form.WhatChanged, "what changed, in a sentence for the leads", WhatChangedLength);
        if (!form.Read)
        {
            checks.Add(nameof(form.Read), "Tick the box to confirm that you have read the difference.");
        }

        checks.ThrowIfAny();
        return new AgreementVersion
        {
            Agreement = Agreement,
            Number = draft.Version,
            Title = draft.Title,
            Summary = draft.Summary,
            Text = draft.Text,
            Sha256 = draft.Sha256,
            PublishedAtUtc = now,
            PublishedByName = by,
            IsMaterial = material,
            GraceEndsAtUtc = material ? now.AddDays(form.GraceDays ?? 0) : null,
            WhatChanged = whatChanged,
        };
    }

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
            builder.Property(version => version.PublishedByName).HasMaxLength(200).HasDefaultValue("").ValueGeneratedNever();
            builder.Property(version => version.WhatChanged).HasMaxLength(WhatChangedLength).HasDefaultValue("").ValueGeneratedNever();
        }
    }
}
