using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary><c>&lt;of-errors /&gt;</c>: first in the content, what to correct, with links to the fields. Nothing where all is well.</summary>
[HtmlTargetElement("of-errors", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorsTagHelper : TagHelper
{
    /// <summary>Key of the request's items under which the fields' names stand in the order of the page.</summary>
    internal const string FieldOrder = "FieldOrder";

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var order = ViewContext.HttpContext.Items[FieldOrder] as List<string> ?? [];
        var errors = ViewContext.ModelState
            .SelectMany(entry => entry.Value?.Errors.Select(error => (Field: entry.Key, Words: error.ErrorMessage)) ?? [])
            .Distinct()
            .OrderBy(error => order.IndexOf(error.Field))
            .ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "of-errors of-form");
        output.Attributes.SetAttribute("id", "errors");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute(new TagHelperAttribute("autofocus", null, HtmlAttributeValueStyle.Minimized));
        output.Content.AppendHtml("<h2>").AppendHtml(IconTagHelper.Markup(ViewContext, "x"))
            .Append($" {CountInWords.First(errors.Count)} {(errors.Count == 1 ? "thing" : "things")} to correct").AppendHtml("</h2><ul>");
        foreach (var (field, words) in errors)
        {
            output.Content.AppendHtml("<li>").AppendHtml(Entry(field, words)).AppendHtml("</li>");
        }

        output.Content.AppendHtml("</ul><p class=\"of-muted of-small\">Nothing has been saved. What you typed is still here.</p>");
    }

    private static TagBuilder Entry(string field, string words)
    {
        var entry = new TagBuilder(field.Length == 0 ? "span" : "a");
        if (field.Length > 0)
        {
            entry.Attributes["href"] = $"#{FieldTagHelper.IdOf(field)}";
        }

        entry.InnerHtml.Append(words);
        return entry;
    }
}
