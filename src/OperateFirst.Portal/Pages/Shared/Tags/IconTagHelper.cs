using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary><c>&lt;of-icon name="check" /&gt;</c>: an outline of icons.svg, hidden from screen readers; words stand beside it.</summary>
[HtmlTargetElement("of-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>The id of a symbol in icons.svg.</summary>
    public required string Name { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.AppendHtml(Markup(ViewContext, Name));
    }

    /// <summary>The same outline for tag helpers that draw an icon themselves.</summary>
    public static TagBuilder Markup(ViewContext view, string name)
    {
        var use = new TagBuilder("use");
        use.Attributes["href"] = $"{SharedFile.Address(view.HttpContext, "icons.svg")}#{name}";
        var svg = new TagBuilder("svg");
        svg.AddCssClass(name is "github" ? "of-icon of-icon--fill" : "of-icon");
        svg.Attributes["aria-hidden"] = "true";
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }
}
