using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Content;

/// <summary>Whoever edits the content learns at the start which file and line is wrong, and how.</summary>
public sealed class BadContentTests : IDisposable
{
    private const string Yaml = "portal.yaml";
    private const string Guide = "guide.md";
    private const string Telemetry = "agreements/telemetry.md";

    private readonly ContentFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <param name="at">Where the mistake is after the change: the first line with this text.</param>
    [Theory]
    [InlineData(Yaml, "    name: Bill Burns\n", "", "- key: bill-burns", "'name' is missing")]
    [InlineData(Yaml, "rooms:\n", "spaces:\n", "contacts:", "'rooms' is missing")]
    [InlineData(Yaml, "    minutes: 60\n    zone: America/New_York\n    every-weeks: 2\n    after-commitment: true", "    zone: America/New_York\n    every-weeks: 2\n    after-commitment: true", "- id: M2", "'minutes' is missing")]
    [InlineData(Yaml, "    short-name: Lars", "    short-name: Lars\n    phone: none", "phone: none", "'phone' is not known here")]
    [InlineData(Yaml, "links:\n", "extra: 1\nlinks:\n", "extra: 1", "'extra' is not known here")]
    [InlineData(Yaml, "name: openinfralabs", "name: operate-first-users # twice", "# twice", "'name: operate-first-users' stands twice under 'channels'")]
    [InlineData(Yaml, "id: M2", "id: M1 # twice", "# twice", "'id: M1' stands twice under 'meetings'")]
    [InlineData(Yaml, "key: lars-kellogg-stedman", "key: bill-burns # twice", "# twice", "'key: bill-burns' stands twice")]
    [InlineData(Yaml, "date: 2027-12-31, name", "date: 2027-12-24, name", "date: 2027-12-24, name: New", "'date: 2027-12-24' stands twice")]
    [InlineData(Yaml, "    name: chat-room", "    name: chat-room\n    name: again", "name: again", "this is not YAML")]
    [InlineData(Yaml, "contact: bill-burns", "contact: bill", "contact: bill\n", "nobody under 'contacts' has the key 'bill'")]
    [InlineData(Yaml, "name: sprint-planning", "name: sprint-review", "- id: M1", "the meeting named 'sprint-planning' is missing")]
    [InlineData(Yaml, "name: chat-room", "name: Chat_Room", "name: Chat_Room", "'Chat_Room' is not a name")]
    [InlineData(Yaml, "anchor: 2026-02-25", "anchor: 25.02.2026", "anchor: 25.02.2026", "must be a date such as 2026-10-28")]
    [InlineData(Yaml, "{ date: 2026-11-11", "{ date: 2026-11-31", "2026-11-31", "must be a date such as 2026-10-28")]
    [InlineData(Yaml, "anchor: 2026-02-25\n    start: 08:00", "anchor: 2026-02-25\n    start: 8 AM", "start: 8 AM", "must be a time of day such as 08:00")]
    [InlineData(Yaml, "anchor: 2026-02-25\n    start: 08:00\n    minutes: 60", "anchor: 2026-02-25\n    start: 08:00\n    minutes: 0", "minutes: 0", "must be a whole number from 1")]
    [InlineData(Yaml, "zone: America/New_York\n    every-weeks: 2\n    after-commitment: true", "zone: US Eastern\n    every-weeks: 2\n    after-commitment: true", "zone: US Eastern", "is no IANA time zone")]
    [InlineData(Yaml, "after-commitment: true", "after-commitment: later", "after-commitment: later", "must be one of: true, false")]
    [InlineData(Yaml, "kind: dashboard", "kind: board", "kind: board", "must be one of: organisation, list, dashboard")]
    [InlineData(Yaml, "https://chat.google.com", "javascript:alert", "javascript:alert", "must be an address that begins with https:// or http://")]
    [InlineData(Yaml, "url: http://lists.opendev.org", "url: lists.opendev.org", "url: lists.opendev.org", "must be an address that begins with https:// or http://")]
    [InlineData(Yaml, "bburns@redhat.com", "bburns at redhat.com", "bburns at redhat.com", "is no e-mail address")]
    [InlineData(Yaml, "lars@redhat.com", "lars@redhat", "lars@redhat", "is no e-mail address")]
    [InlineData(Yaml, "title: Dashboard", "title: ", "title: \n", "'title' is empty")]
    [InlineData(Yaml, "title: Dashboard", "title: [a, b]", "title: [a, b]", "'title' is empty or is not a text")]
    [InlineData(Yaml, "contacts:\n", "contacts: none\nolder:\n", "contacts: none", "must be a list with at least one entry")]
    [InlineData(Yaml, "  leaving:\n", "  leaving-us:\n", "  cluster-onboarding:", "'leaving' is missing")]
    [InlineData(Yaml, "  - key: lars", "  key: lars", "  key: lars", "this is not YAML")]
    [InlineData(Telemetry, "summary: ", "note: x\nsummary: ", "note: x", "'note' is not known here")]
    [InlineData(Telemetry, "title: Telemetry agreement\n", "", "name: telemetry", "'title' is missing")]
    [InlineData(Telemetry, "version: 1", "version: one", "version: one", "must be a whole number from 1")]
    [InlineData(Telemetry, "version: 1", "version: 0", "version: 0", "must be a whole number from 1")]
    [InlineData(Telemetry, "version: 1", "version: -1", "version: -1", "must be a whole number from 1")]
    [InlineData(Telemetry, "version: 1", "version: 1.5", "version: 1.5", "must be a whole number from 1")]
    [InlineData(Telemetry, "name: telemetry", "name: commitment", "name: commitment", "already taken by agreements/commitment.md")]
    [InlineData(Telemetry, "title: Tele", "title: \"Tele", "title: \"Tele", "this is not YAML")]
    [InlineData(Telemetry, "---\nname", "name", "name: telemetry", "must begin with name, title, version and summary")]
    [InlineData(Guide, "# Working at Operate First", "Working at Operate First", "Working at", "must begin with its title")]
    [InlineData(Guide, "## T5. User data is not backed up\n", "### T5. User data is not backed up\n", "# Working", "the item T5 is missing")]
    [InlineData(Guide, "## T5. User", "## T6. User", "## T6. There", "the item T6 stands twice")]
    [InlineData(Guide, "## T5. User", "## T5: User", "## T5: User", "must begin with a heading such as '## T5. Title'")]
    [InlineData(Guide, "## P1.", "Some words.\n\n## P1.", "Some words.", "must begin with a heading such as '## T5. Title'")]
    [InlineData(Guide, "\nYou pay no money. What you pay with is commitment: taking an active part.\n", "", "## T7.", "the item T7 has no text")]
    public void Bad_content_stops_the_start_with_file_line_and_what_is_wrong(string file, string good, string bad, string at, string problem)
    {
        folder.Replace(file, good, bad);

        var refused = folder.Refused();

        Assert.StartsWith($"{file}:{folder.LineOf(file, at)}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P1")]
    [InlineData("P2")]
    [InlineData("P3")]
    [InlineData("T1")]
    [InlineData("T2")]
    [InlineData("T3")]
    [InlineData("T4")]
    [InlineData("T5")]
    [InlineData("T6")]
    [InlineData("T7")]
    [InlineData("T8")]
    public void Each_item_of_the_guide_is_required(string id)
    {
        folder.Replace(Guide, $"## {id}. ", $"### {id}. ");

        Assert.StartsWith(id == "P1" ? "guide.md:3: " : $"guide.md:1: the item {id} is missing", folder.Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Yaml)]
    [InlineData(Guide)]
    [InlineData(Telemetry)]
    [InlineData("agreements/commitment.md")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(folder.PathOf(file));

        var message = folder.Refused().Message;

        Assert.StartsWith($"{file}:1: the file", message, StringComparison.Ordinal);
        Assert.Contains("missing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Yaml)]
    [InlineData(Guide)]
    [InlineData(Telemetry)]
    public void A_file_that_cannot_be_read_is_named(string file)
    {
        // A folder under the file's name: unreadable for everyone, root included.
        File.Delete(folder.PathOf(file));
        Directory.CreateDirectory(folder.PathOf(file));

        Assert.StartsWith($"{file}:1: the file cannot be read", folder.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_found_on_their_line()
    {
        File.WriteAllBytes(folder.PathOf(Guide), [.. "# Guide\n\n## P1. Caf"u8, 0xE9, .. "\n"u8]);

        Assert.StartsWith("guide.md:3: the file is not UTF-8", folder.Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Yaml, "there must be exactly one YAML document")]
    [InlineData(Guide, "the guide must begin with its title")]
    [InlineData(Telemetry, "must begin with name")]
    public void An_empty_file_is_refused(string file, string problem)
    {
        folder.Write(file, "");

        Assert.StartsWith($"{file}:1: ", folder.Refused().Message, StringComparison.Ordinal);
        Assert.Contains(problem, folder.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreement_without_text_is_refused_at_the_line_where_it_should_begin()
    {
        var text = folder.Read(Telemetry);
        folder.Write(Telemetry, text[..(text.IndexOf("\n---\n", StringComparison.Ordinal) + 5)] + "\n  \n");

        Assert.StartsWith($"{Telemetry}:6: there is no text", folder.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_names_the_setting() =>
        Assert.Contains("Content:Folder", Assert.Throws<ContentException>(() => ContentLoader.Load(folder.PathOf("nowhere"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Lines_are_right_where_lines_end_with_CRLF()
    {
        folder.Write(Telemetry, folder.Read(Telemetry).Replace("version: 1", "version: 0", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.StartsWith($"{Telemetry}:4: 'version' is '0'", folder.Refused().Message, StringComparison.Ordinal);
    }
}
