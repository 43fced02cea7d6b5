using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using OperateFirst.Portal.Tests.Content;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Meetings;

public sealed class MeetingPagesTests(PortalApp portal) : IClassFixture<PortalApp>
{
    private readonly Visitor visitor = portal.Visit();

    [Fact]
    public async Task Anyone_reads_six_dates_of_each_series_in_both_clocks_and_who_invites()
    {
        var page = await visitor.ReadAsync("/meetings");

        Assert.Equal(12, Regex.Count(page, "<li class=\"of-date\">"));
        Assert.Contains("<time datetime=\"2026-10-28T08:00-04:00\">Wed 28 Oct 2026, 8:00 US Eastern</time><br /><span class=\"of-muted\">12:00 UTC</span>", page, StringComparison.Ordinal);
        Assert.Contains("<time datetime=\"2026-11-11T08:00-05:00\">Wed 11 Nov 2026, 8:00 US Eastern</time><br /><span class=\"of-muted\">13:00 UTC · US clocks go back on 1 November</span>", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "US clocks go back on 1 November"));
        Assert.Contains("<dd>Bill Burns</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>Lars Kellogg-Stedman, once your project has accepted the commitment agreement</dd>", page, StringComparison.Ordinal);
        Assert.All(ContentFolder.Shipped.Contacts, contact => Assert.DoesNotContain(contact.Email, page, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("coordination")]
    [InlineData("sprint-planning")]
    public async Task The_page_links_a_calendar_that_is_answered_briefly_when_nothing_changed(string name)
    {
        var address = $"/meetings/{name}.ics";
        Assert.Contains($"href=\"{address}\"", await visitor.ReadAsync("/meetings"), StringComparison.Ordinal);

        var file = await visitor.GetAsync(address);

        Assert.Equal("text/calendar; charset=utf-8", file.Content.Headers.ContentType?.ToString());
        Assert.Equal(TimeSpan.FromMinutes(5), file.Headers.CacheControl?.MaxAge);
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", await visitor.ReadAsync(address), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, await StatusFor(address, file.Headers.ETag));
    }

    [Fact]
    public async Task A_calendar_of_an_unknown_name_does_not_exist() =>
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/meetings/retrospective.ics")).StatusCode);

    [Fact]
    public async Task Anyone_reads_which_dates_are_moved_or_cancelled_why_and_when_the_series_ends()
    {
        await using var changed = new PortalApp();
        changed.Content = ContentFolder.Shipped with { Meetings = [MeetingSamples.Changed, ContentFolder.Shipped.Meetings[1]] };

        var page = await changed.Visit().ReadAsync("/meetings");

        Assert.Contains("<s><time datetime=\"2026-11-11T08:00-05:00\">Wed 11 Nov 2026, 8:00 US Eastern</time></s><br /><strong>Cancelled: Veterans Day</strong>", page, StringComparison.Ordinal);
        Assert.Contains("Tue 24 Nov 2026, 9:30 US Eastern</time>", page, StringComparison.Ordinal);
        Assert.Contains("<strong>Moved from Wed 25 Nov, 8:00: Thanksgiving</strong>", page, StringComparison.Ordinal);
        Assert.Contains("The series ends with Wed 8 Dec 2027.", page, StringComparison.Ordinal);

        changed.Clock.Advance(TimeSpan.FromDays(600));

        Assert.Contains("The series has ended.", await changed.Visit().ReadAsync("/meetings"), StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> StatusFor(string address, EntityTagHeaderValue? known)
    {
        Assert.NotNull(known);
        using var http = new HttpClient { BaseAddress = portal.ClientOptions.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(known);
        return (await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }
}
