using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Content;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Pages;

/// <summary>The real program on a loopback port, with a database, a folder and a clock of its own. Deliveries run when a test asks for them.</summary>
public sealed class PortalApp : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder folder = new();
    private readonly TestDatabase database;
    private readonly Action<IWebHostBuilder>? configure;

    public PortalApp()
        : this(_ => { })
    {
    }

    /// <param name="prepareDatabase">Fills the file named before the program starts over it; for tests of SQLite.</param>
    /// <param name="content">Null: the shipped content.</param>
    /// <param name="configure">Adds what one test needs of the host.</param>
    /// <param name="over">What to start over; null: a database of its own.</param>
    internal PortalApp(Action<string> prepareDatabase, PortalContent? content = null, Action<IWebHostBuilder>? configure = null, TestDatabase? over = null)
    {
        this.configure = configure;
        Content = content ?? ContentFolder.Shipped;
        prepareDatabase(Database);
        database = over ?? TestDatabase.Migrated(Database);

        UseKestrel();
        StartServer();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 10, 20, 9, 12, 0, TimeSpan.Zero));

    /// <summary>The database's file, for tests of SQLite.</summary>
    public string Database => folder.Combine("portal.db");

    /// <summary>The content files as they read now: setting them is like a restart after they were edited.</summary>
    public PortalContent Content { get; set; }

    public string DeliveryFolder => folder.Combine("deliveries");

    /// <summary>Copies the database as it is into a new file, for tests of SQLite.</summary>
    public void CopyDatabaseTo(string file) => CopyDatabase(file);

    /// <param name="file">Where the copy lies if it is a file.</param>
    public TestDatabase CopyDatabase(string file) => database.CopyTo(file);

    public Visitor Visit() => new(new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = ClientOptions.BaseAddress,
    });

    /// <summary>A lead with a registered project.</summary>
    public async Task<Visitor> LeadAsync(string slug = "sigstore-aas", string persona = "cooktheryan")
    {
        var lead = await SignInAsync(persona);
        await lead.PostAsync(
            "/projects/new?want=onboard",
            ("Input.Name", slug),
            ("Input.Slug", slug),
            ("Input.Description", "Initial work on deploying sigstore AAS"),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
            ("Input.ContactEmail", "lead@example.org"));
        return lead;
    }

    public async Task<Visitor> SignInAsync(string persona)
    {
        var visitor = Visit();
        await visitor.PostAsync("/sign-in?handler=Persona", ("persona", persona));
        return visitor;
    }

    public async Task<T> ReadAsync<T>(Func<PortalDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PortalDbContext>());
    }

    public Task<int> DeliverAsync() => Services.GetRequiredService<OutboxDispatcher>().RunOnceAsync(CancellationToken.None);

    /// <summary>Lets the clock's jobs run as if their time had come.</summary>
    /// <returns>How much they did.</returns>
    public Task<int> TickAsync() => Services.GetRequiredService<ClockRounds>().RunOnceAsync(CancellationToken.None);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Development);

        // Not by UseKestrel(port), which sets it while the program runs on already and may be too late.
        builder.UseUrls("http://127.0.0.1:0");
        foreach (var (name, value) in database.Settings)
        {
            builder.UseSetting(name, value);
        }

        builder.UseSetting("Deliveries:Folder", DeliveryFolder);
        builder.UseSetting("Serilog:MinimumLevel:Default", "Error");
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Transient(_ => Content));
            services.Remove(services.Single(service => service.ImplementationType?.Name == "OutboxWorker"));
            services.Remove(services.Single(service => service.ImplementationType?.Name == "ClockWorker"));
        });
        configure?.Invoke(builder);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            database.Dispose();
            folder.Dispose();
        }
    }
}

/// <summary>A browser without scripts: it keeps cookies, sends the hidden fields of a page's form back, and does not follow redirects.</summary>
public sealed partial class Visitor(HttpClient http)
{
    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path);

    public Task<HttpResponseMessage> GetAsync(string path, (string Name, string Value) header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return http.SendAsync(request);
    }

    /// <summary>Returns once the answer begins; dispose it to hang up.</summary>
    public Task<HttpResponseMessage> BeginAsync(string path) => http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

    public Task<HttpResponseMessage> HeadAsync(string path) => http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

    /// <summary>Sends a file with a page's form.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string path, string field, string name, byte[] file)
    {
        var form = new MultipartFormDataContent();
        foreach (var (hidden, value) in await HiddenFieldsAsync(path))
        {
            form.Add(new StringContent(value), hidden);
        }

        form.Add(new ByteArrayContent(file), field, name);
        return await http.PostAsync(path, form);
    }

    public async Task<string> ReadAsync(string path) => WebUtility.HtmlDecode(await (await GetAsync(path)).Content.ReadAsStringAsync());

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string? Value)[] fields) =>
        await SendAsync(path, await HiddenFieldsAsync(path.Split("?handler")[0]), fields);

    /// <summary>Sends a form that was opened before.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, IReadOnlyDictionary<string, string> hidden, params (string Name, string? Value)[] fields) =>
        http.PostAsync(path, new FormUrlEncodedContent(hidden.Where(field => fields.All(given => given.Name != field.Key))
            .Select(field => KeyValuePair.Create(field.Key, field.Value))
            .Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value ?? "")))));

    public async Task<IReadOnlyDictionary<string, string>> HiddenFieldsAsync(string path)
    {
        var hidden = new Dictionary<string, string>();
        foreach (Match input in HiddenInput().Matches(await http.GetStringAsync(path)))
        {
            hidden[Attribute(input.Value, "name")] = WebUtility.HtmlDecode(Attribute(input.Value, "value"));
        }

        return hidden;
    }

    private static string Attribute(string element, string name) => Regex.Match(element, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenInput();
}
