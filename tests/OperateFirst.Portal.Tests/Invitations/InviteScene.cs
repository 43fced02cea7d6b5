using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Invitations;

/// <summary>A project whose lead asks for the coordination meeting with two more people, and what the three get by e-mail.</summary>
internal sealed class InviteScene : IAsyncDisposable
{
    public const string Home = "/projects/sigstore-aas";
    public const string Page = $"{Home}/invitations/coordination";
    public const string Lead = "lead@example.org";
    public const string Second = "second@example.org";
    public const string Third = "third@example.org";

    private readonly HashSet<string> seen = [];
    private readonly Dictionary<string, List<string>> calendars = [];
    private readonly CalendarReader reader = new();

    private InviteScene(Visitor visitor, Visitor bill, PortalApp portal) => (LeadVisitor, Bill, Portal) = (visitor, bill, portal);

    public PortalApp Portal { get; }

    public Visitor LeadVisitor { get; }

    public Visitor Bill { get; }

    public Meeting Coordination => Portal.Content.Meetings.Single(meeting => meeting.Name == "coordination");

    public static async Task<InviteScene> OpenAsync()
    {
        var portal = new PortalApp();
        var scene = new InviteScene(await portal.SignInAsync("cooktheryan"), await portal.SignInAsync("bburns"), portal);
        await scene.LeadVisitor.PostAsync(
            "/projects/new?want=onboard",
            ("Input.Name", "sigstore-aas"),
            ("Input.Slug", "sigstore-aas"),
            ("Input.Description", "Initial work on deploying sigstore AAS"),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
            ("Input.ContactEmail", Lead));
        return scene;
    }

    /// <summary>With three invited.</summary>
    public static async Task<InviteScene> ApprovedAsync()
    {
        var scene = await OpenAsync();
        await scene.AskAsync(Page, ("Third Attendee", Third), ("Second Attendee", Second));
        await scene.DecideAsync("approve");
        return scene;
    }

    public Task<HttpResponseMessage> AskAsync(string page, params (string Name, string Email)[] people) => LeadVisitor.PostAsync(
        page, [.. people.SelectMany((person, i) => new (string, string?)[] { ($"Input.Attendees[{i}].Name", person.Name), ($"Input.Attendees[{i}].Email", person.Email) })]);

    public async Task DecideAsync(string decision, string reason = "")
    {
        Pass(TimeSpan.FromHours(1));
        var request = await Portal.ReadAsync(db => db.InvitationRequests.Where(candidate => candidate.State == InvitationState.Waiting).Select(candidate => candidate.Id).SingleAsync());
        await Bill.PostAsync($"/review/{request}", ("Input.Decision", decision), ("Input.Reason", reason));
        Pass(TimeSpan.FromHours(1));
    }

    public void Pass(TimeSpan span) => Portal.Clock.Advance(span);

    /// <summary>As after a restart with an edited content file.</summary>
    public async Task EditAsync(Func<Meeting, Meeting> edit)
    {
        Portal.Content = Portal.Content with { Meetings = [.. Portal.Content.Meetings.Select(meeting => meeting.Name == "coordination" ? edit(meeting) : meeting)] };
        await Portal.TickAsync();
    }

    /// <summary>Calendar e-mails that came since the last call, in the order in which they were promised.</summary>
    public async Task<IReadOnlyList<CalendarMailSeen>> NewMailsAsync()
    {
        while (await Portal.DeliverAsync() > 0)
        {
        }

        var files = await Task.WhenAll(Directory.GetFiles(Portal.DeliveryFolder, "*-calendar-*.eml").Where(seen.Add)
            .Select(async file => (File: file, Mail: await MimeMessage.LoadAsync(file))));
        List<CalendarMailSeen> fresh = [];

        // Ids of messages sort in the order in which they were made.
        foreach (var (file, mail) in files.OrderBy(found => found.Mail.MessageId, StringComparer.Ordinal))
        {
            var text = TextOf(mail.BodyParts.OfType<MimePart>().Single(part => part.ContentType.IsMimeType("text", "calendar")));
            var to = mail.To.Mailboxes.Single().Address;
            calendars.TryAdd(to, []);
            calendars[to].Add(text);
            fresh.Add(new CalendarMailSeen(to, mail, text, await CalendarOfAsync(to), file));
        }

        return fresh;
    }

    public static string TextOf(MimePart part)
    {
        Assert.NotNull(part.Content);
        using var bytes = new MemoryStream();
        part.Content.DecodeTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>A person's calendar after all e-mails so far.</summary>
    public Task<ReadCalendar> CalendarOfAsync(string email) =>
        reader.ReadAsync(calendars[email], Portal.Clock.GetUtcNow().UtcDateTime, Portal.Clock.GetUtcNow().UtcDateTime.AddYears(2));

    /// <summary>The portal's own dates, as a calendar would have them.</summary>
    public IEnumerable<ReadOccurrence> OwnDates()
    {
        var now = Portal.Clock.GetUtcNow().UtcDateTime;
        return new Occurrences().Next(Coordination, now, 60).Where(date => date.StartUtc < now.AddYears(2)).Select(date => new ReadOccurrence(date.StartUtc, date.EndUtc));
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await Portal.DisposeAsync();
    }
}

/// <param name="Calendar">What another program made of it.</param>
internal sealed record CalendarMailSeen(string To, MimeMessage Mail, string Text, ReadCalendar Calendar, string File)
{
    public string Plain => (Mail.TextBody ?? "").ReplaceLineEndings(" ");

    public ReadEntry Entry => Calendar.Entries[0];

    public string Uid => Entry.Uid;

    /// <summary>"REQUEST 0 to lead@example.org".</summary>
    public string Said => $"{Calendar.Method} {Entry.Sequence}{(Entry.RecurrenceId is null ? "" : $" for {Entry.RecurrenceId:yyyy-MM-dd}")} to {To}";
}
