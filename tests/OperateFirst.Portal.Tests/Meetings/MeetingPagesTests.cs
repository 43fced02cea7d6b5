using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Pages.Meetings;
using OperateFirst.Portal.Tests.Content;

namespace OperateFirst.Portal.Tests.Meetings;

public sealed class MeetingPagesTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 10, 23, 10, 45, 0, TimeSpan.Zero));

    [Fact]
    public void The_page_shows_six_dates_of_each_series_in_both_clocks_and_names_who_invites()
    {
        var page = new IndexModel(ContentFolder.Shipped, new Occurrences(), time);

        page.OnGet();

        Assert.Equal(["Bill Burns", "Lars Kellogg-Stedman"], page.All.Select(series => series.Inviter));
        Assert.All(page.All, series => Assert.Equal(6, series.Dates.Count));
        var coordination = page.All[0];
        Assert.Equal("Wed 28 Oct 2026, 8:00 US Eastern", IndexModel.Local(coordination, coordination.Dates[0]));
        Assert.Equal("12:00 UTC", IndexModel.Utc(coordination.Dates[0]));
        Assert.Equal("13:00 UTC · US clocks go back on 1 November", IndexModel.Utc(coordination.Dates[1]));
        Assert.Equal("13:00 UTC", IndexModel.Utc(coordination.Dates[2]));
    }

    [Fact]
    public void The_calendar_has_an_ETag_and_may_be_kept_for_minutes()
    {
        var page = Calendar();

        var file = Assert.IsType<FileContentResult>(page.OnGet("coordination"));

        Assert.Equal("text/calendar; charset=utf-8", file.ContentType);
        Assert.NotNull(file.EntityTag);
        Assert.Equal("public, max-age=300", page.Response.Headers.CacheControl);
    }

    [Fact]
    public void A_calendar_of_an_unknown_name_does_not_exist() => Assert.IsType<NotFoundResult>(Calendar().OnGet("retrospective"));

    private CalendarModel Calendar() =>
        new(ContentFolder.Shipped, new PortalAddress(Options.Create(new PortalOptions { Address = "https://portal.example.org" })), time)
        {
            PageContext = new PageContext { HttpContext = new DefaultHttpContext() },
        };
}
