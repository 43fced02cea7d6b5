using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary>
/// <c>&lt;of-time utc="@at" /&gt;</c> shows "Wed 28 Oct 2026, 12:00 UTC"; <c>date-only</c> "Wed 28 Oct 2026"; <c>with-zone</c>
/// "Wed 28 Oct 2026, 8:00 US Eastern (12:00 UTC)"; <c>with-local</c> the same, and the script adds the reader's own time.
/// </summary>
[HtmlTargetElement("of-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTagHelper : TagHelper
{
    private const string Machine = "yyyy-MM-dd'T'HH:mm:ss'Z'";
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
        output.Attributes.SetAttribute("datetime", Format(Utc, DateOnly ? "yyyy-MM-dd" : Machine));
        if (WithLocal)
        {
            output.Attributes.SetAttribute(new TagHelperAttribute("data-local", null, HtmlAttributeValueStyle.Minimized));
        }

        output.Content.SetContent(Words());
    }

    /// <summary>The element for pages that show many: a date without its hour.</summary>
    public static IHtmlContent Day(DateTime utc) => new Time(Format(utc, "yyyy-MM-dd"), DayWords(utc));

    /// <summary>The same with the hour in UTC.</summary>
    public static IHtmlContent Moment(DateTime utc) => new Time(Format(utc, Machine), MomentWords(utc));

    /// <summary>The same with the hour in New York first.</summary>
    public static IHtmlContent Zoned(DateTime utc) => new Time(Format(utc, Machine), ZonedWords(utc));

    private string Words() => DateOnly ? DayWords(Utc) : !WithZone && !WithLocal ? MomentWords(Utc) : ZonedWords(Utc);

    private static string DayWords(DateTime utc) => Format(utc, "ddd d MMM yyyy");

    private static string MomentWords(DateTime utc) => Format(utc, "ddd d MMM yyyy, HH:mm 'UTC'");

    private static string ZonedWords(DateTime at)
    {
        var eastern = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc), NewYork);
        var utc = Format(at, eastern.Date == at.Date ? "HH:mm 'UTC'" : "ddd d MMM, HH:mm 'UTC'");
        return $"{Format(eastern, "ddd d MMM yyyy, H:mm 'US Eastern'")} ({utc})";
    }

    // Digits, letters and commas alone: nothing to encode.
    private sealed class Time(string machine, string words) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            writer.Write("<time datetime=\"");
            writer.Write(machine);
            writer.Write("\">");
            writer.Write(words);
            writer.Write("</time>");
        }
    }

    private static string Format(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
