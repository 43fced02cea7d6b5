using System.Text.RegularExpressions;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Content;

/// <summary>The guide the portal replaces has numbered items; none of them, and none of their facts, may be lost.</summary>
public sealed class DomainInContentTests
{
    private static readonly PortalContent Content = ContentFolder.Shipped;

    [Theory]
    [InlineData("p1", "concept|pre-release open source software|production cloud|operate it there")]
    [InlineData("p2", "Open Infrastructure Labs|OIL|upstream|operators|developers|in the open")]
    [InlineData("p3", "Mass Open Cloud|MOC|production cloud|projects run")]
    [InlineData("t1", "open source initiative|operate your software in the open|production cloud")]
    [InlineData("t2", "MOC|never implies|feature or a product will ship|try a new feature|without committing")]
    [InlineData("t3", "OIL|open source upstream|cloud providers and operators|Much of the Operate First work is done there")]
    [InlineData("t4", "production cloud|pre-release software|not guaranteed|should not expect")]
    [InlineData("t5", "User data is not backed up")]
    [InlineData("t6", "no service level agreement|SLA")]
    [InlineData("t7", "free|cost is commitment")]
    [InlineData("t8", "learned in operation|improve your project")]
    [InlineData("g1", "no place to bring a project and leave it|active part with the operators|whenever that is needed|available to help sort out issues")]
    [InlineData("g2", "freely harvested from the cloud|help evolve open source cloud operations|AI Ops tooling")]
    [InlineData("g3", "work with the ops team in the open, on GitHub")]
    [InlineData("o1", "github.com/open-infrastructure-labs|ops team|infrastructure")]
    [InlineData("o2", "Google Chat room|Operate First Ops|chat.google.com/room/AAAAAYpDdc8|may need an invite|Bill Burns|Lars Kellogg-Stedman")]
    [InlineData("o3", "Operate-first-users|hosted by the MOC|https://mail.massopen.cloud/mailman/listinfo/operate-first-users")]
    [InlineData("o4", "Openinfralabs|http://lists.opendev.org/cgi-bin/mailman/listinfo/openinfralabs")]
    [InlineData("o5", "Dashboard|https://github.com/orgs/open-infrastructure-labs/projects/2")]
    [InlineData("m1", "MOC Operate First Project Coordination meeting|first thing a project does|Bill Burns|bburns@redhat.com|every 2 weeks on Wednesday at 08:00 America/New_York")]
    [InlineData("m2", "MOC/ODH sprint planning|fundamentals of the cloud environment|committed to joining|Lars Kellogg-Stedman|lars@redhat.com|every 2 weeks on Wednesday at 08:00 America/New_York|after commitment: True")]
    [InlineData("d1", "Onboarding to a cluster|https://www.operate-first.cloud/users/support/docs/onboarding_to_cluster.md")]
    public void Every_item_of_the_domain_is_in_the_content(string id, string facts)
    {
        var said = TextsOf(id);

        Assert.NotEmpty(said);
        foreach (var text in said)
        {
            Assert.All(facts.Split('|'), fact => Assert.Contains(fact, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void The_users_list_does_not_lead_to_the_chat_room_as_the_old_guide_did() =>
        Assert.DoesNotContain(Content.Channels, channel => channel.Url.Contains("chat.google.com", StringComparison.Ordinal));

    [Fact]
    public void The_coordination_meeting_is_open_before_the_commitment_and_sprint_planning_is_not()
    {
        Assert.Equal(["M2"], Content.Meetings.Where(meeting => meeting.AfterCommitment).Select(meeting => meeting.Id));
        Assert.Equal(["coordination", "sprint-planning"], Content.Meetings.Select(meeting => meeting.Name));
    }

    [Fact]
    public void The_lead_marks_lists_and_dashboards_and_not_the_organisation() =>
        Assert.Equal(["O3", "O4", "O5"], Content.Channels.Where(channel => channel.Marked).Select(channel => channel.Id));

    [Fact]
    public void Both_agreements_begin_at_version_1_and_say_how_to_withdraw()
    {
        Assert.Equal(["commitment", "telemetry"], Content.Agreements.Select(text => text.Name));
        Assert.All(Content.Agreements, text => Assert.Equal(1, text.Version));
        Assert.All(Content.Agreements, text => Assert.Contains("withdraw this acceptance, and gives a reason", text.Text, StringComparison.Ordinal));
        Assert.All(Content.Agreements, text => Assert.Contains("stay on record", text.Text, StringComparison.Ordinal));
        Assert.All(Content.Agreements, text => Assert.Contains("operators are told", text.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Whoever_came_for_something_else_is_told_where_to_go() => Assert.All(
        [Content.Links.ExistingProject, Content.Links.MoreQuota, Content.Links.Leaving],
        link => Assert.Equal("https://github.com/operate-first/support/issues/new/choose", link.Url));

    [Fact]
    public void No_public_text_holds_an_address_of_a_person()
    {
        string[] texts =
        [
            Content.Guide.Markdown,
            .. Content.Agreements.Select(text => text.Title + text.Summary + text.Text),
            .. Content.Meetings.Select(meeting => meeting.Title + meeting.ShortTitle + meeting.Purpose),
            .. Content.Rooms.Select(room => room.Title + room.Purpose + room.Url),
            .. Content.Channels.Select(channel => channel.Title + channel.Purpose + channel.Url),
        ];

        Assert.All(texts, text => Assert.DoesNotMatch(new Regex(@"\S@\S"), text));
    }

    private static IReadOnlyList<string> TextsOf(string id) => id switch
    {
        ['p' or 't', ..] => [.. Content.Guide.Items.Where(item => item.Id == id).Select(item => $"{item.Title} {item.Markdown}")],
        "g1" => [Content.Agreements.Single(text => text.Name == "commitment").Text],
        "g2" => [Content.Agreements.Single(text => text.Name == "telemetry").Text],
        "g3" => [.. Content.Agreements.Select(text => text.Text)],
        ['o', ..] =>
        [
            .. Content.Channels.Where(channel => channel.Id == id.ToUpperInvariant()).Select(channel => $"{channel.Title} {channel.Purpose} {channel.Url}"),
            .. Content.Rooms.Where(room => room.Id == id.ToUpperInvariant()).Select(room => $"{room.Title} {room.Purpose} {room.Url}"),
        ],
        ['m', ..] => [.. Content.Meetings.Where(meeting => meeting.Id == id.ToUpperInvariant()).Select(Said)],
        _ => [$"{Content.Links.ClusterOnboarding.Title} {Content.Links.ClusterOnboarding.Url}"],
    };

    private static string Said(Meeting meeting)
    {
        var contact = Content.ContactOf(meeting.Contact);
        return $"{meeting.Title} {meeting.Purpose} {contact.Name} {contact.Email} every {meeting.EveryWeeks} weeks on {meeting.Anchor.DayOfWeek} "
            + $"at {meeting.Start:HH:mm} {meeting.Zone}, after commitment: {meeting.AfterCommitment}";
    }
}
