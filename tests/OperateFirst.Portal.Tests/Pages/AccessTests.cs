using System.Net;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace OperateFirst.Portal.Tests.Pages;

/// <summary>Holds the running program against <see cref="AccessTable"/>.</summary>
public sealed class AccessTests(AccessScene scene) : IClassFixture<AccessScene>
{
    private static readonly string[] Refusals = ["sign-in", "404", "400", "403", "405"];

    [Fact]
    public async Task Every_endpoint_has_its_row_and_every_row_its_endpoint()
    {
        var running = await EndpointsAsync();
        var written = AccessTable.Rows.Select(row => row.Endpoint).ToList();

        Assert.Equal([], running.Except(written).Order());
        Assert.Equal([], written.Except(running).Order());
        Assert.Equal([], written.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public async Task Everybody_gets_what_the_table_says_and_a_refusal_changes_nothing()
    {
        var wrong = new List<string>();
        foreach (var row in AccessTable.Rows)
        {
            var form = row.Method == "POST" ? await FormAsync(row) : null;
            foreach (var (persona, expected) in AccessTable.Visitors.Zip(row.Cells))
            {
                using var answer = await scene.SendAsync(persona, row.Method, row.Address, form);
                var changed = scene.HasChanged();
                var got = Named(answer, changed);
                if (got != expected)
                {
                    wrong.Add($"{row.Endpoint} as {(persona.Length > 0 ? persona : "anonymous")}: {got} instead of {expected}");
                }

                if (changed)
                {
                    scene.Restore();
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var wrong = new List<string>();
        foreach (var row in AccessTable.Rows.Where(row => row is { Method: "POST", IsSigned: false }))
        {
            using var answer = await scene.SendAsync(AllowedIn(row), "POST", row.Address, await FormAsync(row), withToken: false);
            if (answer.StatusCode != HttpStatusCode.BadRequest || scene.HasChanged())
            {
                wrong.Add($"{row.Endpoint}: {answer.StatusCode}");
                scene.Restore();
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Besides_pages_only_the_signed_webhook_takes_anything()
    {
        var takers = scene.Portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD")) == true)
            .Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.Equal(["/webhooks/github"], takers);
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_have_does_nothing()
    {
        var posted = AccessTable.Rows.Where(row => row.Method == "POST").Select(row => row.Path).ToHashSet();
        var wrong = new List<string>();
        foreach (var row in AccessTable.Rows.Where(row => row.Method == "GET" && row.Path is not ("/error" or "/status/{code:int}" or AccessTable.StaticAssets) && !row.Path.StartsWith("/health", StringComparison.Ordinal)))
        {
            foreach (var method in new[] { "POST", "PUT", "DELETE", "PATCH" }.Where(method => method != "POST" || !posted.Contains(row.Path)))
            {
                using var answer = await scene.SendAsync(AllowedIn(row), method, row.Address, []);
                if (answer.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound or HttpStatusCode.BadRequest))
                {
                    wrong.Add($"{method} {row.Address}: {answer.StatusCode}");
                }
            }

            // What a page's own method is called must not become a method of the web.
            using var own = await scene.SendAsync(AllowedIn(row), "PAGE", $"{row.Address.Split('?')[0]}?handler=HandlerExecution", []);
            if (own.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound or HttpStatusCode.BadRequest))
            {
                wrong.Add($"PAGE {row.Address}: {own.StatusCode}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.False(scene.HasChanged());
    }

    [Theory]
    [InlineData("..%2Fportal.db")]
    [InlineData("..%5Cportal.db")]
    [InlineData("%2E%2E%2Fportal.db")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData(".hidden.eml")]
    [InlineData("issue-0001.md%00.eml")]
    public async Task No_name_leads_out_of_the_delivery_folder(string name)
    {
        using var answer = await scene.SendAsync("", "GET", $"/deliveries/{name}", null);

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
    }

    // The first who is let in: their form has the hidden fields.
    private static string AllowedIn(AccessRow row) =>
        AccessTable.Visitors.Zip(row.Cells).Where(cell => !Refusals.Contains(cell.Second)).OrderBy(cell => cell.Second == "done" ? 0 : 1).First().First;

    private async Task<IReadOnlyList<(string Name, string Value)>> FormAsync(AccessRow row)
    {
        var hidden = row.IsSigned ? [] : await scene.HiddenFieldsAsync(AllowedIn(row), row.Address.Split('?')[0]);
        return [.. hidden.Where(field => row.Fields.All(given => given.Name != field.Name)), .. row.Fields];
    }

    private string Named(HttpResponseMessage answer, bool changed)
    {
        var portal = scene.Portal.ClientOptions.BaseAddress;
        var next = answer.Headers.Location is { } location ? new Uri(portal, location) : portal;
        return ((int)answer.StatusCode, changed) switch
        {
            (302, _) when next.Authority != portal.Authority => "leaves",
            (302, false) when next.AbsolutePath == "/sign-in" && answer.RequestMessage?.RequestUri?.AbsolutePath != "/sign-out" => "sign-in",
            (302, true) => "done",
            (302, false) => "goes",
            (200, false) when answer.RequestMessage?.Method == HttpMethod.Post => "told",
            (200, false) => "page",
            (var status, true) => $"{status} with a change",
            var (status, _) => status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private async Task<IReadOnlyCollection<string>> EndpointsAsync()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var loader = scene.Portal.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in scene.Portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                names.Add($"GET {AccessTable.StaticAssets}");
            }
            else if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                // A page answers GET also without a handler for it.
                names.Add($"GET {route}");
                foreach (var handler in (await loader.LoadAsync(page, endpoint.Metadata)).HandlerMethods)
                {
                    names.Add($"{handler.HttpMethod.ToUpperInvariant()} {route}{(handler.Name is { Length: > 0 } name ? $"?handler={name}" : "")}");
                }
            }
            else
            {
                foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                {
                    names.Add($"{method} {route}");
                }
            }
        }

        return names;
    }
}
