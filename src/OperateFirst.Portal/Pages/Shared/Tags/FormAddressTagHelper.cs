using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary>
/// Gives a form without an <c>action</c> the address of its page. Without one a browser keeps the fragment too, such as <c>#main</c> of the skip link
/// or <c>#Input_Name</c> of the error summary, and then moves the focus there in place of the next error summary.
/// </summary>
[HtmlTargetElement("form")]
public sealed class FormAddressTagHelper : TagHelper
{
    /// <summary>After the framework's own helper, which adds the antiforgery token only where the page gave no address.</summary>
    public override int Order => 1000;

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!output.Attributes.ContainsName("action"))
        {
            var request = ViewContext.HttpContext.Request;
            output.Attributes.SetAttribute("action", $"{request.PathBase}{request.Path}{request.QueryString}");
        }
    }
}
