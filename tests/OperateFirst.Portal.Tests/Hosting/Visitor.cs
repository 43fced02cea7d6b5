using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>A person whose browser keeps cookies and sends forms but runs no scripts.</summary>
/// <param name="client">With cookies, and without following redirects.</param>
public sealed class Visitor(HttpClient client) : IDisposable
{
    private const int MostRedirects = 5;

    private IHtmlDocument? page;

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the person is now.</summary>
    public Uri Address { get; private set; } = client.BaseAddress ?? throw new ArgumentException("The client needs a base address.", nameof(client));

    /// <summary>The other site that the last answer sent the person to; null while they are on the portal.</summary>
    public Uri? LeftFor { get; private set; }

    public IHtmlDocument Page => page ?? throw new InvalidOperationException("No page is open.");

    public string Text => string.Join(' ', (Page.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="address">On the portal, also where the address is absolute.</param>
    public async Task OpenAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, address));
        await SendAsync(request);
    }

    /// <summary>Presses a button of the page that is open, having typed into the fields of its form.</summary>
    public async Task PressAsync(string button, params (string Field, string Value)[] typed)
    {
        var pressed = Page.QuerySelectorAll<IHtmlButtonElement>("button").FirstOrDefault(candidate => candidate.TextContent.Trim() == button);
        if (pressed?.Form is not { } form)
        {
            Assert.Fail($"{Address} has no button “{button}”: {Text}");
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? ""))
        {
            Content = new FormUrlEncodedContent(Filled(form, pressed, typed)),
        };
        await SendAsync(request);
    }

    /// <summary>A page of another site, which has a form that leads back to the portal.</summary>
    public async Task ReceiveAsync(Stream html) => page = await new HtmlParser().ParseDocumentAsync(html, Cancellation);

    public void Dispose() => client.Dispose();

    private static List<KeyValuePair<string, string>> Filled(IHtmlFormElement form, IHtmlButtonElement pressed, (string Field, string Value)[] typed)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var control in form.Elements.Where(control => control.HasAttribute("name") && control is not IHtmlButtonElement))
        {
            var name = control.GetAttribute("name") ?? "";
            var given = typed.Where(field => field.Field == name).Select(field => field.Value).FirstOrDefault();
            var value = given ?? control switch
            {
                IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => null,
                IHtmlInputElement input => input.Value,
                IHtmlTextAreaElement area => area.Value,
                _ => null,
            };
            if (value is not null)
            {
                fields.Add(new(name, value));
            }
        }

        Assert.All(typed, field => Assert.Contains(fields, sent => sent.Key == field.Field));
        if (pressed.GetAttribute("name") is { } submitName)
        {
            fields.Add(new(submitName, pressed.GetAttribute("value") ?? ""));
        }

        return fields;
    }

    private async Task SendAsync(HttpRequestMessage first)
    {
        LeftFor = null;
        page = null;
        var response = await client.SendAsync(first, Cancellation);
        Address = first.RequestUri ?? Address;
        for (var i = 0; i < MostRedirects && response.Headers.Location is { } location; i++)
        {
            response.Dispose();
            var next = new Uri(Address, location);
            if (next.Authority != Address.Authority)
            {
                LeftFor = next;
                return;
            }

            Address = next;
            response = await client.GetAsync(next, Cancellation);
        }

        using (response)
        {
            Status = response.StatusCode;
            page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStreamAsync(Cancellation), Cancellation);
        }
    }
}
