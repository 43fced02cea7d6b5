using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace OperateFirst.Portal.Mail;

/// <summary>An e-mail's HTML part.</summary>
public sealed partial class MailHtml
{
    private const string Font = "font-family:'Red Hat Text',Helvetica,Arial,sans-serif";
    private const string HeadingFont = "font-family:'Red Hat Display',Helvetica,Arial,sans-serif";

    [Parameter]
    public required MailText Mail { get; set; }

    /// <summary>Renders outside any request.</summary>
    public static async Task<string> OfAsync(MailText mail, IServiceProvider services, ILoggerFactory loggers)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Mail)] = mail });
            return (await renderer.RenderComponentAsync<MailHtml>(parameters)).ToHtmlString();
        });
    }
}
