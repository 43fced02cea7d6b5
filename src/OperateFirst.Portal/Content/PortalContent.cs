namespace OperateFirst.Portal.Content;

/// <summary>Everything the portal says that can change without a rebuild: the guide, the agreements, people, meetings, rooms, lists, links, holidays.</summary>
public sealed record PortalContent
{
    public required GuideText Guide { get; init; }

    /// <summary>The agreement files, one a name, as they lie in the content folder. What projects accept is the published version in the database.</summary>
    public required IReadOnlyList<AgreementText> Agreements { get; init; }

    public required IReadOnlyList<Contact> Contacts { get; init; }
    public required IReadOnlyList<Meeting> Meetings { get; init; }
    public required IReadOnlyList<Room> Rooms { get; init; }

    /// <summary>Mailing lists and dashboards that a lead marks as joined, and plain places such as the GitHub organisation that need no mark.</summary>
    public required IReadOnlyList<Channel> Channels { get; init; }

    public required Links Links { get; init; }

    /// <summary>Days in New York on which no business clock runs.</summary>
    public required IReadOnlyList<Holiday> Holidays { get; init; }

    public Contact ContactOf(string key) => Contacts.First(contact => contact.Key == key);
}

/// <summary>The guide: what Operate First is (P) and the environment terms (T).</summary>
/// <param name="Sha256">Lower-case hex SHA-256 of the file's UTF-8 text with line ends as LF.</param>
public sealed record GuideText(string Title, string Markdown, string Sha256, IReadOnlyList<GuideItem> Items);

/// <param name="Id">Lower case, also the page anchor: <c>p1</c>, <c>t5</c>.</param>
public sealed record GuideItem(string Id, string Title, string Markdown)
{
    /// <summary>Safe to show. Rendered when a page first shows it: what that takes to load is no part of the start.</summary>
    public string Html => field ??= MarkdownText.ToHtml(Markdown);
}

/// <param name="Name">The word in addresses: <c>telemetry</c>, <c>commitment</c>.</param>
/// <param name="Text">The Markdown below the front matter with line ends as LF: what is hashed and accepted.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of <paramref name="Text"/> in UTF-8.</param>
/// <param name="Source">File name and the line the text begins at, for messages to the operator.</param>
public sealed record AgreementText(string Name, string Title, int Version, string Summary, string Text, string Sha256, ContentSource Source);

public sealed record ContentSource(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}

/// <param name="Key">Stable written name: <c>bill-burns</c>.</param>
/// <param name="ShortName">How a sentence calls them: <c>Bill</c>.</param>
/// <param name="Email">Shown to signed-in people only; never in an issue or a public file.</param>
public sealed record Contact(string Key, string Name, string ShortName, string Email);

/// <param name="Id">The domain's number: <c>M1</c>.</param>
/// <param name="Name">The word in addresses: <c>coordination</c>.</param>
/// <param name="Contact">Key of the contact who invites.</param>
/// <param name="Anchor">A date on which the series meets.</param>
/// <param name="Zone">IANA time zone: <c>America/New_York</c>.</param>
/// <param name="EveryWeeks">Weeks from one occurrence to the next.</param>
public sealed record Meeting(
    string Id, string Name, string Title, string ShortTitle, string Purpose, string Contact,
    DateOnly Anchor, TimeOnly Start, int Minutes, string Zone, int EveryWeeks, bool AfterCommitment)
{
    /// <summary>The last day of the series; null while no end is known.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Dates that are cancelled or moved, in order of their date.</summary>
    public IReadOnlyList<MeetingChange> Changes { get; init; } = [];

    /// <summary>True where the rhythm alone, whatever was changed, meets on that day. The anchor may lie on either side of it.</summary>
    public bool MeetsOn(DateOnly day) => (day.DayNumber - Anchor.DayNumber) % (EveryWeeks * 7) == 0 && !(day > Until);
}

/// <summary>One date of a series that is not as the rhythm has it.</summary>
/// <param name="Date">The date by the rhythm.</param>
/// <param name="MovedTo">The day it is moved to; the same as <paramref name="Date"/> where only the hour moves; null where it is cancelled.</param>
/// <param name="Start">The hour it is moved to; null where that stays, or it is cancelled.</param>
/// <param name="Why">In a word or two, for everybody: <c>Christmas</c>.</param>
public sealed record MeetingChange(DateOnly Date, DateOnly? MovedTo, TimeOnly? Start, string Why)
{
    public bool IsCancelled => MovedTo is null;
}

/// <param name="Contact">Key of the contact who lets people in.</param>
public sealed record Room(string Id, string Name, string Title, string Purpose, string Contact, string Url);

/// <param name="Kind"><c>organisation</c>, <c>list</c> or <c>dashboard</c>.</param>
/// <param name="Marked">True where the lead marks it as joined.</param>
public sealed record Channel(string Id, string Name, string Title, string Kind, string Purpose, string Url, bool Marked);

/// <summary>D1 and where people go who want something else than to onboard a project.</summary>
public sealed record Links(Link ClusterOnboarding, Link ExistingProject, Link MoreQuota, Link Leaving);

/// <param name="Sentence">What to tell the person before the link.</param>
public sealed record Link(string Id, string Title, string Sentence, string Url);

public sealed record Holiday(DateOnly Date, string Name);
