using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary><c>&lt;of-label state="waiting"&gt;Waiting for Bill Burns&lt;/of-label&gt;</c>: a state as icon, words and colour.</summary>
[HtmlTargetElement("of-label")]
public sealed class LabelTagHelper : TagHelper
{
    private const string Grey = "pf-v6-c-label pf-m-filled";
    private const string Green = "pf-v6-c-label pf-m-filled pf-m-green";
    private const string Teal = "pf-v6-c-label pf-m-filled pf-m-teal";
    private const string Turn = "pf-v6-c-label pf-m-filled pf-m-teal of-label-turn";
    private const string Blue = "pf-v6-c-label pf-m-filled pf-m-blue";
    private const string Orange = "pf-v6-c-label pf-m-filled pf-m-orange";
    private const string Red = "pf-v6-c-label pf-m-filled pf-m-red";
    private const string Purple = "pf-v6-c-label pf-m-filled pf-m-purple";

    /// <summary>One of the words below; another one is an error in the page.</summary>
    public required string State { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var (look, icon) = Look(State);
        output.TagName = "span";
        output.Attributes.SetAttribute("class", look);
        output.PreContent.AppendHtml("<span class=\"pf-v6-c-label__content\"><span class=\"pf-v6-c-label__icon\">")
            .AppendHtml(IconTagHelper.Markup(ViewContext, icon))
            .AppendHtml("</span><span class=\"pf-v6-c-label__text\">");
        output.Content.SetHtmlContent(await output.GetChildContentAsync());
        output.PostContent.AppendHtml("</span></span>");
    }

    /// <summary>The same for pages that show many.</summary>
    public static IHtmlContent Of(HttpContext http, string state, string words) => new Label(Look(state).Look, IconTagHelper.Of(http, Look(state).Icon), words);

    private sealed class Label(string look, IHtmlContent icon, string words) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            writer.Write("<span class=\"");
            writer.Write(look);
            writer.Write("\"><span class=\"pf-v6-c-label__content\"><span class=\"pf-v6-c-label__icon\">");
            icon.WriteTo(writer, encoder);
            writer.Write("</span><span class=\"pf-v6-c-label__text\">");
            encoder.Encode(writer, words);
            writer.Write("</span></span></span>");
        }
    }

    private static (string Look, string Icon) Look(string state) => state switch
    {
        "done" or "accepted" or "approved" or "sent" or "joined" or "current" or "on" => (Green, "check"),
        "your-turn" => (Turn, "arrow"),
        "open" => (Teal, "arrow"),
        "waiting" or "queued" or "trying" => (Blue, "clock"),
        "waiting-long" or "outdated" => (Orange, "alert"),
        "overdue" or "gave-up" or "declined" or "broken" => (Red, "x"),
        "blocked" => (Grey, "lock"),
        "paused" => (Grey, "pause"),
        "missing" or "none" => (Grey, "minus"),
        "draft" or "superseded" or "closed" => (Grey, "document"),
        "withdrawn" or "sent-back" or "cancelled" => (Purple, "undo"),
        _ => throw new InvalidOperationException($"of-label knows no state \"{state}\"."),
    };
}
