using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>The program in Production, in this process and by HTTPS. Whoever opens <see cref="SignInPath"/> is signed in, and <see cref="FailPath"/> fails.</summary>
public sealed class ProductionPortal : IAsyncDisposable
{
    public const string Host = "portal.example.org";
    public const string SignInPath = "/test-sign-in";
    public const string FailPath = "/test-failure";
    public const string FailMessage = "as a test asked for";

    private readonly InProcessPortal portal = new();
    private readonly WebApplicationFactory<Program> factory;

    public ProductionPortal(Dictionary<string, string>? settings = null) => factory = portal.WithWebHostBuilder(builder =>
    {
        builder.UseEnvironment("Production");
        builder.UseStaticWebAssets();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Portal:Address"] = $"https://{Host}",
            ["SignIn:Development"] = "false",
            ["SignIn:GitHub:ClientId"] = "client",
            ["SignIn:GitHub:ClientSecret"] = "secret",
            ["Deliveries:Issues"] = "Folder",
            ["Deliveries:Mail"] = "Folder",
            ["GitHub:WebhookSecret"] = "a-secret-of-the-tests-0123456789",
            ["Roles:Operators:0"] = "github:operator",
            ["Roles:Coordinators:bill-burns:0"] = "github:operator",
        }.Concat(settings ?? []))
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(services => services.AddSingleton<IStartupFilter, TestPages>());
    });

    public IServiceProvider Services => factory.Services;

    public IEnumerable<RouteEndpoint> Endpoints => Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <param name="address">What the visitor's browser takes the portal's address to be.</param>
    public HttpClient Visit(string address = $"https://{Host}/") => factory.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri(address), AllowAutoRedirect = false });

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await portal.DisposeAsync();
    }

    private sealed class TestPages : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Use(async (http, rest) =>
            {
                if (http.Request.Path == FailPath)
                {
                    throw new InvalidOperationException(FailMessage);
                }

                if (http.Request.Path == SignInPath)
                {
                    var person = new SignedInPerson(SignInProviders.GitHub, "7", "operator", "Operator", "operator@example.org");
                    ClaimsPrincipal principal = await http.RequestServices.GetRequiredService<SignIn>().RunAsync(person, "test", http.RequestAborted);
                    await http.SignInAsync(principal);
                    return;
                }

                await rest(http);
            });
        };
    }
}
