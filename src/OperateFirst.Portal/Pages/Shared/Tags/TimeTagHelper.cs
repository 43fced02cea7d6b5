using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary>
/// <c>&lt;of-time utc="@at" /&gt;</c> shows "Wed 28 Oct 2026, 12:00 UTC"; <c>date-only</c> "Wed 28 Oct 2026"; <c>with-zone</c>
/// "Wed 28 Oct 2026, 8:00 US Eastern (12:00 UTC)"; <c>with-local</c> the same, and the script adds the reader's own time.
/// </summary>
[HtmlTargetElement("of-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTagHelper : TagHelper
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>A moment in UTC.</summary>
    public required DateTime Utc { get; set; }

    public bool DateOnly { get; set; }
    public bool WithZone { get; set; }
    public bool WithLocal { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", Format(Utc, DateOnly ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss'Z'"));
        if (WithLocal)
        {
            output.Attributes.SetAttribute(new TagHelperAttribute("data-local", null, HtmlAttributeValueStyle.Minimized));
        }

        output.Content.SetContent(Words());
    }

    private string Words()
    {
        if (DateOnly)
        {
            return Format(Utc, "ddd d MMM yyyy");
        }

        if (!WithZone && !WithLocal)
        {
            return Format(Utc, "ddd d MMM yyyy, HH:mm 'UTC'");
        }

        var eastern = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(Utc, DateTimeKind.Utc), NewYork);
        var utc = Format(Utc, eastern.Date == Utc.Date ? "HH:mm 'UTC'" : "ddd d MMM, HH:mm 'UTC'");
        return $"{Format(eastern, "ddd d MMM yyyy, H:mm 'US Eastern'")} ({utc})";
    }

    private static string Format(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
