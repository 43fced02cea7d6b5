namespace OperateFirst.Portal.Content;

/// <summary>portal.yaml: people, meetings, rooms, channels, links, holidays.</summary>
internal sealed record PortalFile(
    IReadOnlyList<Contact> Contacts, IReadOnlyList<Meeting> Meetings, IReadOnlyList<Room> Rooms,
    IReadOnlyList<Channel> Channels, Links Links, IReadOnlyList<Holiday> Holidays)
{
    public const string FileName = "portal.yaml";

    // The journey's steps 6 and 7 and two public addresses stand on these names.
    private static readonly string[] RequiredMeetings = ["coordination", "sprint-planning"];

    public static PortalFile Read(ContentFile file) => YamlFields.Read(file, file.Text, linesBefore: 0, root =>
    {
        var contacts = root.List("contacts", ReadContact, "key");
        return new PortalFile(
            contacts,
            ReadMeetings(root, contacts),
            root.List("rooms", fields => ReadRoom(fields, contacts), "id", "name"),
            root.List("channels", ReadChannel, "id", "name"),
            root.Part("links", ReadLinks),
            root.List("holidays", fields => new Holiday(fields.Date("date"), fields.Text("name")), "date"));
    });

    private static Contact ReadContact(YamlFields fields) =>
        new(fields.Name("key"), fields.Text("name"), fields.Text("short-name"), fields.Email("email"));

    private static IReadOnlyList<Meeting> ReadMeetings(YamlFields root, IReadOnlyList<Contact> contacts)
    {
        var meetings = root.List("meetings", fields => ReadMeeting(fields, contacts), "id", "name");
        var missing = RequiredMeetings.FirstOrDefault(name => meetings.All(meeting => meeting.Name != name));
        return missing is null ? meetings : throw root.Wrong("meetings", $"the meeting named '{missing}' is missing.");
    }

    private static Meeting ReadMeeting(YamlFields fields, IReadOnlyList<Contact> contacts) => MeetingFile.WithChanges(fields, new Meeting(
        fields.Text("id"), fields.Name("name"), fields.Text("title"), fields.Text("short-title"), fields.Text("purpose"), KeyOf(fields, contacts),
        fields.Date("anchor"), fields.Time("start"), fields.Positive("minutes"), fields.Zone("zone"), fields.Positive("every-weeks"), fields.YesNo("after-commitment")));

    private static Room ReadRoom(YamlFields fields, IReadOnlyList<Contact> contacts) => new(
        fields.Text("id"), fields.Name("name"), fields.Text("title"), fields.Text("purpose"), KeyOf(fields, contacts), fields.Url("url"));

    private static Channel ReadChannel(YamlFields fields) => new(
        fields.Text("id"), fields.Name("name"), fields.Text("title"), fields.OneOf("kind", "organisation", "list", "dashboard"),
        fields.Text("purpose"), fields.Url("url"), fields.YesNo("marked"));

    private static Links ReadLinks(YamlFields fields) => new(
        fields.Part("cluster-onboarding", ReadLink), fields.Part("existing-project", ReadLink),
        fields.Part("more-quota", ReadLink), fields.Part("leaving", ReadLink));

    private static Link ReadLink(YamlFields fields) =>
        new(fields.Text("id"), fields.Text("title"), fields.Text("sentence"), fields.Url("url"));

    private static string KeyOf(YamlFields fields, IReadOnlyList<Contact> contacts)
    {
        var key = fields.Text("contact");
        return contacts.Any(contact => contact.Key == key)
            ? key
            : throw fields.Wrong("contact", $"nobody under 'contacts' has the key '{key}'; known are: {string.Join(", ", contacts.Select(contact => contact.Key))}.");
    }
}
