using OperateFirst.Portal.Content;
using OperateFirst.Portal.Meetings;

namespace OperateFirst.Portal.Tests.Meetings;

public sealed class SeriesDifferenceTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly Meeting Told = MeetingSamples.Coordination;
    private static readonly MeetingChange Moved = new(new(2026, 11, 25), new(2026, 11, 24), new(9, 0), "Thanksgiving");

    [Fact]
    public void Another_anchor_on_the_same_dates_another_purpose_or_reason_changes_nothing()
    {
        var before = Told with { Changes = [Moved] };

        var difference = Between(before, before with { Anchor = Told.Anchor.AddDays(140), Purpose = "Another", ShortTitle = "Another", Changes = [Moved with { Why = "Holiday" }] });

        Assert.False(difference.TimesChanged);
        Assert.Empty(difference.Series);
        Assert.Empty(difference.Dates);
        Assert.Equal(Fingerprint(Told), Fingerprint(Told with { Anchor = Told.Anchor.AddDays(140), Purpose = "Another" }));
    }

    public static TheoryData<string, string> SeriesChanges => new()
    {
        { "start", "It moved from every second Wednesday, 8:00 US Eastern to every second Wednesday, 9:00 US Eastern." },
        { "zone", "It moved from every second Wednesday, 8:00 US Eastern to every second Wednesday, 8:00 Europe/Berlin." },
        { "day", "It moved from every second Wednesday, 8:00 US Eastern to every second Thursday, 8:00 US Eastern." },
        { "weeks", "It moved from every second Wednesday, 8:00 US Eastern to every Wednesday, 8:00 US Eastern." },
        { "phase", "It takes place on other days now: every second Wednesday, 8:00 US Eastern as before, but in the other weeks." },
        { "minutes", "It takes 90 minutes now, not 60." },
        { "title", "Its name is now “Another”." },
        { "until", "It ends with Thursday 31 December 2026." },
    };

    [Theory]
    [MemberData(nameof(SeriesChanges))]
    public void What_changes_for_the_series_is_said_in_a_sentence_and_changes_the_fingerprint(string what, string sentence)
    {
        var now = what switch
        {
            "start" => Told with { Start = new(9, 0) },
            "zone" => Told with { Zone = "Europe/Berlin" },
            "day" => Told with { Anchor = Told.Anchor.AddDays(1) },
            "weeks" => Told with { EveryWeeks = 1 },
            "phase" => Told with { Anchor = Told.Anchor.AddDays(7) },
            "minutes" => Told with { Minutes = 90 },
            "title" => Told with { Title = "Another" },
            _ => Told with { Until = new(2026, 12, 31) },
        };

        var difference = Between(Told, now with { Changes = [Moved with { Date = now.Anchor.AddDays(280), MovedTo = now.Anchor.AddDays(281) }] });

        Assert.Equal([sentence], difference.Series);
        Assert.Empty(difference.Dates);
        Assert.NotEqual(Fingerprint(Told), Fingerprint(now));
        Assert.Equal(what is "start" or "zone" or "day" or "weeks" or "phase", difference.TimesChanged);
    }

    [Fact]
    public void A_new_organizer_is_told()
    {
        var difference = SeriesDifference.Between(Snapshot(Told), Told, new("Lars Kellogg-Stedman", "lars@redhat.com"), Today);

        Assert.Equal(["Lars Kellogg-Stedman invites you from now on; answers go there."], difference.Series);
    }

    [Fact]
    public void Dates_are_told_while_either_of_their_times_is_still_to_come()
    {
        var past = new MeetingChange(new(2026, 11, 11), null, null, "Veterans Day");
        var movedBack = new MeetingChange(new(2026, 11, 11), new(2026, 11, 21), null, "Later");

        Assert.Empty(Between(Told, Told with { Changes = [past] }).Dates);
        Assert.Single(Between(Told, Told with { Changes = [movedBack] }).Dates);
        Assert.Equal("Wed 11 November, 8:00, takes place at its usual time again.", Assert.Single(Between(Told with { Changes = [movedBack] }, Told).Dates).Sentence);
        Assert.Equal("Wed 25 November, 8:00, is moved to Tue 24 November, 9:00 US Eastern: Thanksgiving.", Assert.Single(Between(Told, Told with { Changes = [Moved] }).Dates).Sentence);
    }

    [Fact]
    public void A_date_before_the_first_of_the_invite_is_nobodys() => Assert.Empty(
        Between(Told, Told with { Changes = [new(new(2026, 10, 14), new(2026, 11, 30), null, "Long ago")] }).Dates);

    private static InviteSnapshot Snapshot(Meeting meeting) => InviteSnapshot.Of(meeting, new(2026, 10, 28), MeetingSamples.Bill, MeetingSamples.Three);

    private static SeriesDifference Between(Meeting told, Meeting now) => SeriesDifference.Between(Snapshot(told), now, MeetingSamples.Bill, Today);

    private static string Fingerprint(Meeting meeting) => SeriesFingerprint.Of(meeting, MeetingSamples.Bill, hasDates: true);
}
