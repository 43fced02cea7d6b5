using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary>The lines below a control, with the ids that the control's <c>aria-describedby</c> names.</summary>
internal static class HelperText
{
    public static IHtmlContent Help(string id, string words) =>
        Line(Item($"{id}-help", "pf-v6-c-helper-text__item", item => item
            .AppendHtml("<span class=\"pf-v6-c-helper-text__item-text\">").Append(words).AppendHtml("</span>")));

    public static IHtmlContent Error(ViewContext view, string id, string words) =>
        Line(Item($"{id}-error", "pf-v6-c-helper-text__item pf-m-error", item => item
            .AppendHtml("<span class=\"pf-v6-c-helper-text__item-icon\">").AppendHtml(IconTagHelper.Markup(view, "alert"))
            .AppendHtml("</span><span class=\"pf-v6-c-helper-text__item-text\"><span class=\"pf-v6-screen-reader\">Error: </span>")
            .Append(words).AppendHtml("</span>")));

    private static TagBuilder Item(string id, string look, Action<IHtmlContentBuilder> fill)
    {
        var item = new TagBuilder("div");
        item.AddCssClass(look);
        item.Attributes["id"] = id;
        fill(item.InnerHtml);
        return item;
    }

    private static HtmlContentBuilder Line(TagBuilder item)
    {
        var line = new HtmlContentBuilder();
        line.AppendHtml("<div class=\"pf-v6-c-form__helper-text\"><div class=\"pf-v6-c-helper-text\">").AppendHtml(item).AppendHtml("</div></div>");
        return line;
    }
}
