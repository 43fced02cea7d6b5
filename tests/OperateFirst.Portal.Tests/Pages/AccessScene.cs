using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Pages;

/// <summary>
/// One portal in which everything that can be asked for is there: the projects <c>apex</c> (half way) and <c>ready</c> (let in) of the lead, with a
/// member, and <c>elsewhere</c> of another lead. What a request changed is put back, so that each finds the same.
/// </summary>
public sealed class AccessScene : IAsyncLifetime
{
    public const string OtherLead = "russellb";
    public const string Member = "nerdalert";
    public const string Lead = "cooktheryan";
    public const string OtherCoordinator = "larsks";
    public const string Coordinator = "bburns";
    public const string Operator = "operator";

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> cookies = new() { [""] = "" };
    private readonly Dictionary<string, string> tokens = [];
    private readonly Dictionary<string, string> ids = [];
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private SqliteConnection? watch;
    private string asFilled = "";
    private string seen = "";

    public PortalApp Portal { get; } = new(_ => { }, content: null, host =>
    {
        host.UseSetting("SignIn:GitHub:ClientId", "client");
        host.UseSetting("SignIn:GitHub:ClientSecret", "secret");
        host.ConfigureServices(services => services.AddSingleton<IStartupFilter, AnybodySignsIn>());
    });

    private SqliteConnection Watch => watch ?? throw new InvalidOperationException("The scene is not filled yet.");

    private Uri Address => Portal.ClientOptions.BaseAddress;

    /// <summary>Sends what a person's browser would, with their cookies; what the answer sets is forgotten.</summary>
    /// <param name="persona">Empty: nobody is signed in.</param>
    /// <param name="form">Null: the method has no body.</param>
    public async Task<HttpResponseMessage> SendAsync(string persona, string method, string address, IReadOnlyList<(string Name, string Value)>? form, bool withToken = true)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, Filled(address)));
        request.Headers.TryAddWithoutValidation("Cookie", cookies[persona]);
        if (form is not null)
        {
            var fields = form.Select(field => KeyValuePair.Create(field.Name, Filled(field.Value)));
            request.Content = new FormUrlEncodedContent(withToken ? fields.Append(KeyValuePair.Create("__RequestVerificationToken", tokens[persona])) : fields);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The hidden fields of a page as a person sees it, but for the token, which is everybody's own.</summary>
    public async Task<IReadOnlyList<(string Name, string Value)>> HiddenFieldsAsync(string persona, string address)
    {
        using var reader = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        reader.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookies[persona]);
        return [.. (await new Visitor(reader).HiddenFieldsAsync(Filled(address))).Where(field => field.Key != "__RequestVerificationToken").Select(field => (field.Key, field.Value))];
    }

    /// <summary>True where any row of any table differs from the scene's.</summary>
    public bool HasChanged()
    {
        // Another number once somebody has committed; most requests are over with that.
        var version = Version();
        if (version == seen)
        {
            return false;
        }

        seen = version;
        return Fingerprint() != asFilled;
    }

    /// <summary>Puts every row back as it was.</summary>
    public void Restore()
    {
        using var from = Opened(folder.Combine("scene.db"));
        using var to = Opened(Portal.Database);
        from.BackupDatabase(to);
        seen = Version();
    }

    public async ValueTask InitializeAsync()
    {
        await FillAsync();
        Portal.Clock.Advance(TimeSpan.FromDays(8));
        await Portal.TickAsync();
        await NameAsync();
        foreach (var persona in new[] { OtherLead, Member, Lead, OtherCoordinator, Coordinator, Operator })
        {
            await EnterAsync(persona);
        }

        await RememberTokenAsync("", new CookieContainer());
        Portal.Clock.Advance(TimeSpan.FromMinutes(1));
        Portal.CopyDatabaseTo(folder.Combine("scene.db"));
        watch = Opened(Portal.Database);
        (asFilled, seen) = (Fingerprint(), Version());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        watch?.Dispose();
        await Portal.DisposeAsync();
        folder.Dispose();
    }

    private static SqliteConnection Opened(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static IEnumerable<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return string.Join('\u001f', Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)));
        }
    }

    private string Version() => Rows(Watch, "PRAGMA data_version").Single();

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in Rows(Watch, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'DataProtectionKeys' ORDER BY name").ToList())
        {
            foreach (var row in Rows(Watch, $"SELECT * FROM \"{table}\" ORDER BY 1, 2"))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{table}\n{row}\n"));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private async Task FillAsync()
    {
        var lead = await Portal.LeadAsync("apex");
        foreach (var slug in new[] { "apex", "ready" })
        {
            await Portal.LeadAsync(slug);
            await lead.PostAsync($"/projects/{slug}/members", ("Input.Provider", SignInProviders.Development), ("Input.Login", Member));
            await lead.PostAsync($"/projects/{slug}/agreements/commitment", ("Input.Agreed", "true"));
            await lead.PostAsync($"/projects/{slug}/invitations/coordination");
        }

        await lead.PostAsync("/projects/ready/agreements/telemetry", ("Input.Agreed", "true"));
        await Portal.LeadAsync("elsewhere", OtherLead);
        var coordinator = await Portal.SignInAsync(Coordinator);
        var asked = await Portal.ReadAsync(db => db.InvitationRequests
            .Join(db.Projects, request => request.ProjectId, project => project.Id, (request, project) => new { project.Slug, request.Id }).ToDictionaryAsync(pair => pair.Slug, pair => pair.Id));
        (ids["{waiting}"], ids["{approved}"]) = (asked["apex"].ToString(), asked["ready"].ToString());
        await coordinator.PostAsync(Filled("/review/{approved}"), ("Input.Decision", "approve"));
        await coordinator.PostAsync(
            "/review/stand-ins", ("Input.Provider", SignInProviders.Development), ("Input.Login", "somebody"), ("Input.From", "2026-11-20"), ("Input.To", "2026-11-27"));
        var operating = await Portal.SignInAsync(Operator);
        await operating.PostAsync("/operations/holds", ("Input.Target", "chat-room"), ("Input.Sentence", "The room moves."), ("Input.Confirmed", "true"));
        Portal.Content = Portal.Content with { Agreements = [.. Portal.Content.Agreements.Select(text => text.Name == "telemetry" ? Next(text) : text)] };
    }

    private async Task NameAsync()
    {
        ids["{member}"] = await Portal.ReadAsync(async db =>
            (await db.Projects.Where(project => project.Slug == "apex").SelectMany(project => project.Members).Where(member => member.Name == Member).SingleAsync()).Id.ToString());
        ids["{stand-in}"] = (await Portal.ReadAsync(db => db.StandIns.Select(standIn => standIn.Id).SingleAsync())).ToString();
        ids["{hold}"] = (await Portal.ReadAsync(db => db.Holds.Select(hold => hold.Id).SingleAsync())).ToString();
        var messages = await Portal.ReadAsync(db => db.OutboxMessages.OrderBy(message => message.Id).Select(message => message.Id).Take(2).ToListAsync());
        (ids["{parked}"], ids["{retried}"]) = (messages[0].ToString(), messages[1].ToString());
        await Portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Id == messages[0])
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked).SetProperty(message => message.LastError, "550 no such mailbox")));
        var later = Portal.Clock.GetUtcNow().UtcDateTime.AddHours(1);
        await Portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Id == messages[1])
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.DueAtUtc, later).SetProperty(message => message.Attempts, 1).SetProperty(message => message.LastError, "451 later")));
    }

    private async Task EnterAsync(string persona)
    {
        var jar = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = jar }) { BaseAddress = Address };
        var person = Personas.Find(persona) ?? new SignedInPerson(SignInProviders.Development, persona, persona, "Somebody Else", $"{persona}@example.org");
        (await browser.GetAsync(AnybodySignsIn.AddressFor(person))).EnsureSuccessStatusCode();
        await RememberTokenAsync(persona, jar);
    }

    private async Task RememberTokenAsync(string persona, CookieContainer jar)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = jar }) { BaseAddress = Address };
        tokens[persona] = (await new Visitor(browser).HiddenFieldsAsync("/verify"))["__RequestVerificationToken"];
        cookies[persona] = jar.GetCookieHeader(Address);
    }

    private string Filled(string text) => ids.Aggregate(text, (filled, id) => filled.Replace(id.Key, id.Value, StringComparison.Ordinal));

    private static AgreementText Next(AgreementText text) =>
        text with { Version = text.Version + 1, Text = $"{text.Text}\n\n## 9. News\n\nMore.\n", Sha256 = TextHash.Of($"{text.Text}\n\n## 9. News\n\nMore.\n") };
}
