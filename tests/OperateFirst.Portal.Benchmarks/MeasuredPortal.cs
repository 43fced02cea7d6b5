using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>The real program over a database, asked on a loopback port. Unless it is said, nothing runs beside the requests.</summary>
internal sealed partial class MeasuredPortal : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder folder = new();
    private readonly string database;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly bool withWorkers;

    public MeasuredPortal(string database, IReadOnlyDictionary<string, string>? settings = null, bool withWorkers = false)
    {
        (this.database, this.settings, this.withWorkers) = (database, settings ?? new Dictionary<string, string>(), withWorkers);
        UseKestrel(0);
        StartServer();
    }

    /// <summary>True for a connection string of PostgreSQL, false for a file's name.</summary>
    public static bool IsOnServer(string database) => database.StartsWith("Host=", StringComparison.Ordinal);

    public Uri Address => ClientOptions.BaseAddress;

    public async Task<HttpClient> SignInAsync(string persona) => (await VisitAsync(persona)).Client;

    /// <summary>What a signed-in browser sends.</summary>
    public async Task<string> CookiesOfAsync(string persona)
    {
        var (client, cookies) = await VisitAsync(persona);
        client.Dispose();
        return cookies.GetCookieHeader(Address);
    }

    private async Task<(HttpClient Client, CookieContainer Cookies)> VisitAsync(string persona)
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = Address };
        var token = Token().Match(await client.GetStringAsync("/sign-in")).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("persona", persona), new("__RequestVerificationToken", token)]);
        using var answer = await client.PostAsync("/sign-in?handler=Persona", form);
        return answer.StatusCode == HttpStatusCode.Redirect ? (client, cookies) : throw new InvalidOperationException($"{persona} could not sign in: {answer.StatusCode}.");
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Development);
        builder.UseSetting("Database:Provider", IsOnServer(database) ? "Postgres" : "Sqlite");
        builder.UseSetting("Database:ConnectionString", IsOnServer(database) ? database : $"Data Source={database}");
        builder.UseSetting("Deliveries:Folder", folder.Combine("deliveries"));
        builder.UseSetting("Serilog:MinimumLevel:Default", "Error");
        foreach (var (name, value) in settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureServices(services =>
        {
            foreach (var worker in services.Where(service => !withWorkers && service.ImplementationType?.Name is "OutboxWorker" or "ClockWorker").ToList())
            {
                services.Remove(worker);
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            folder.Dispose();
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
