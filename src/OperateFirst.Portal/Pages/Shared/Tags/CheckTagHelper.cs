using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary><c>&lt;of-check for="Input.Read"&gt;I have read it.&lt;/of-check&gt;</c>: a check box for a bool, ticked only where the model or the reader ticked it.</summary>
[HtmlTargetElement("of-check")]
public sealed class CheckTagHelper : TagHelper
{
    public required ModelExpression For { get; set; }

    /// <summary>Asks the browser for a tick before the form is sent.</summary>
    public bool Required { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = FieldTagHelper.IdOf(name);
        var state = ViewContext.ModelState.TryGetValue(name, out var entry) ? entry : null;
        var error = state?.Errors.FirstOrDefault()?.ErrorMessage;
        var words = await output.GetChildContentAsync();
        var box = Box(name, id, state?.AttemptedValue is { } typed ? typed.Contains("true", StringComparison.OrdinalIgnoreCase) : For.Model is true);
        if (error is not null)
        {
            box.Attributes["aria-invalid"] = "true";
            box.Attributes["aria-describedby"] = $"{id}-error";
        }

        foreach (var attribute in output.Attributes)
        {
            box.Attributes[attribute.Name] = attribute.Value?.ToString();
        }

        var label = new TagBuilder("label");
        label.AddCssClass("pf-v6-c-check__label");
        label.Attributes["for"] = id;
        label.InnerHtml.AppendHtml(words);
        output.Attributes.Clear();
        output.TagName = "div";
        output.Content.SetHtmlContent("<div class=\"pf-v6-c-check\">").AppendHtml(box).AppendHtml(label).AppendHtml("</div>");
        if (error is not null)
        {
            output.Content.AppendHtml(HelperText.Error(ViewContext, id, error));
        }
    }

    private TagBuilder Box(string name, string id, bool ticked)
    {
        var box = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        box.AddCssClass("pf-v6-c-check__input");
        box.Attributes["type"] = "checkbox";
        box.Attributes["id"] = id;
        box.Attributes["name"] = name;
        box.Attributes["value"] = "true";
        if (ticked)
        {
            box.Attributes["checked"] = "checked";
        }

        if (Required)
        {
            box.Attributes["required"] = "required";
        }

        return box;
    }
}
