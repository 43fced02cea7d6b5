using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary>
/// <c>&lt;of-field for="Input.Name" label="Name" help="…" /&gt;</c>: label, control, help and the error's words as one group. Keeps what was typed.
/// Further attributes (<c>maxlength</c>, <c>autocomplete</c>, <c>inputmode</c>, <c>data-…</c>) go to the control.
/// </summary>
[HtmlTargetElement("of-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper : TagHelper
{
    public required ModelExpression For { get; set; }

    public required string Label { get; set; }

    /// <summary>One sentence below the control.</summary>
    public string? Help { get; set; }

    /// <summary>Says "(optional)" beside the label; other fields are required.</summary>
    public bool Optional { get; set; }

    public bool Multiline { get; set; }
    public int Rows { get; set; } = 4;

    /// <summary>The input's type: <c>text</c>, <c>email</c>, <c>url</c>, <c>date</c>, <c>search</c>.</summary>
    public string Type { get; set; } = "text";

    /// <summary>For names that machines read: the fixed-width font.</summary>
    public bool Mono { get; set; }

    /// <summary>Choices; with them the control is a list to select from.</summary>
    public IEnumerable<SelectListItem>? Items { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    /// <summary>The id of the control of a field: <c>Input.Attendees[1].Email</c> has <c>Input_Attendees_1__Email</c>.</summary>
    public static string IdOf(string fullName) => TagBuilder.CreateSanitizedId(fullName, "_");

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var state = ViewContext.ModelState.TryGetValue(name, out var entry) ? entry : null;
        var error = state?.Errors.FirstOrDefault()?.ErrorMessage;
        var control = Control(name, state?.AttemptedValue ?? Text(For.Model));
        foreach (var attribute in output.Attributes)
        {
            control.Attributes[attribute.Name] = attribute.Value?.ToString();
        }

        Describe(control, IdOf(name), error);
        output.Attributes.Clear();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pf-v6-c-form__group");
        output.Content.AppendHtml(LabelFor(IdOf(name)))
            .AppendHtml("<div class=\"pf-v6-c-form__group-control\">").AppendHtml(Frame(control, error));
        if (Help is not null)
        {
            output.Content.AppendHtml(HelperText.Help(IdOf(name), Help));
        }

        if (error is not null)
        {
            output.Content.AppendHtml(HelperText.Error(ViewContext, IdOf(name), error));
        }

        output.Content.AppendHtml("</div>");
    }

    private TagBuilder Control(string name, string? value)
    {
        var control = new TagBuilder(Items is not null ? "select" : Multiline ? "textarea" : "input");
        control.Attributes["id"] = IdOf(name);
        control.Attributes["name"] = name;
        if (Items is not null)
        {
            foreach (var item in Items)
            {
                control.InnerHtml.AppendHtml(Choice(item, value));
            }
        }
        else if (Multiline)
        {
            control.Attributes["rows"] = Rows.ToString(CultureInfo.InvariantCulture);
            // A browser drops the first line break of a text area: give it one of ours.
            control.InnerHtml.Append($"\n{value}");
        }
        else
        {
            control.TagRenderMode = TagRenderMode.SelfClosing;
            control.Attributes["type"] = Type;
            control.Attributes["value"] = value ?? "";
        }

        if (Mono)
        {
            control.AddCssClass("of-mono");
        }

        return control;
    }

    private void Describe(TagBuilder control, string id, string? error)
    {
        if (!Optional && Items is null)
        {
            control.Attributes["required"] = "required";
        }

        string[] described = [.. Help is null ? [] : new[] { $"{id}-help" }, .. error is null ? [] : new[] { $"{id}-error" }];
        if (described.Length > 0)
        {
            control.Attributes["aria-describedby"] = string.Join(' ', described);
        }

        if (error is not null)
        {
            control.Attributes["aria-invalid"] = "true";
        }
    }

    private TagBuilder LabelFor(string id)
    {
        var label = new TagBuilder("label");
        label.AddCssClass("pf-v6-c-form__label");
        label.Attributes["for"] = id;
        label.InnerHtml.AppendHtml("<span class=\"pf-v6-c-form__label-text\">").Append(Label).AppendHtml("</span>");
        if (Optional)
        {
            label.InnerHtml.AppendHtml(" <span class=\"of-muted\">(optional)</span>");
        }

        var group = new TagBuilder("div");
        group.AddCssClass("pf-v6-c-form__group-label");
        group.InnerHtml.AppendHtml(label);
        return group;
    }

    private TagBuilder Frame(TagBuilder control, string? error)
    {
        var frame = new TagBuilder("span");
        frame.AddCssClass((Multiline, error is not null) switch
        {
            (true, true) => "pf-v6-c-form-control pf-m-textarea pf-m-error",
            (true, false) => "pf-v6-c-form-control pf-m-textarea",
            (false, true) => "pf-v6-c-form-control pf-m-error",
            (false, false) => "pf-v6-c-form-control",
        });
        frame.InnerHtml.AppendHtml(control);
        if (Items is not null)
        {
            frame.InnerHtml.AppendHtml("<span class=\"pf-v6-c-form-control__utilities\"><span class=\"pf-v6-c-form-control__toggle-icon\">")
                .AppendHtml(IconTagHelper.Markup(ViewContext, "caret")).AppendHtml("</span></span>");
        }

        return frame;
    }

    private static TagBuilder Choice(SelectListItem item, string? value)
    {
        var option = new TagBuilder("option");
        option.Attributes["value"] = item.Value ?? item.Text;
        if (value is null ? item.Selected : (item.Value ?? item.Text) == value)
        {
            option.Attributes["selected"] = "selected";
        }

        option.InnerHtml.Append(item.Text);
        return option;
    }

    private static string? Text(object? model) => model switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => model.ToString(),
    };
}
