using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary><c>&lt;of-icon name="check" /&gt;</c>: an outline of icons.svg, hidden from screen readers; words stand beside it.</summary>
[HtmlTargetElement("of-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    private static readonly ConditionalWeakTable<ResourceAssetCollection, ConcurrentDictionary<string, HtmlString>> Made = [];

    /// <summary>The id of a symbol in icons.svg.</summary>
    public required string Name { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Markup(ViewContext, Name));
    }

    /// <summary>The same outline for tag helpers that draw an icon themselves, and for pages that draw many.</summary>
    public static IHtmlContent Markup(ViewContext view, string name) => Of(view.HttpContext, name);

    public static IHtmlContent Of(HttpContext http, string name) => SharedFile.AllOf(http) is { } files && !http.Request.PathBase.HasValue
        ? Made.GetOrCreateValue(files).GetOrAdd(name, static (icon, context) => Make(context, icon), http)
        : Make(http, name);

    private static HtmlString Make(HttpContext http, string name) => new(
        $"<svg aria-hidden=\"true\" class=\"{(name is "github" ? "of-icon of-icon--fill" : "of-icon")}\"><use href=\"{SharedFile.Address(http, "icons.svg")}#{name}\"></use></svg>");
}
