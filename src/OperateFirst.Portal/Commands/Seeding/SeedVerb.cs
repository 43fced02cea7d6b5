using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Commands.Seeding;

/// <summary><c>seed --projects N</c>: fills the configured database with believable projects at all stages. It sends nothing.</summary>
internal static class SeedVerb
{
    private const int Most = 100_000;

    public static Command Command(WebApplicationBuilder builder)
    {
        var projects = new Option<int>("--projects") { Description = $"How many, 1 to {Most}.", DefaultValueFactory = _ => 1000 };
        var seed = new Option<int>("--seed") { Description = "The same number gives the same projects.", DefaultValueFactory = _ => 1 };
        var add = new Option<bool>("--add") { Description = "Adds to the projects that are there." };
        var force = new Option<bool>("--force") { Description = "Also in Production." };
        var command = new Command("seed", "Fills the database with made-up projects at all stages, for a look around and for measurements. It sends nothing.") { projects, seed, add, force };
        command.SetAction((parsed, cancel) => RunAsync(builder, new Wish(parsed.GetValue(projects), parsed.GetValue(seed), parsed.GetValue(add), parsed.GetValue(force)), cancel));
        return command;
    }

    private static async Task<int> RunAsync(WebApplicationBuilder builder, Wish wish, CancellationToken cancel)
    {
        if (wish.Projects is < 1 or > Most)
        {
            return await RefuseAsync($"--projects must be from 1 to {Most}.");
        }

        if (builder.Environment.IsProduction() && !wish.Force)
        {
            return await RefuseAsync("This is Production: made-up projects do not belong there. With --force they are made all the same.");
        }

        var (clock, actor) = (new SeedClock(), new SeedActor());
        await using var app = Build(builder, clock, actor);
        var services = app.Services;
        await ActivatorUtilities.CreateInstance<DatabaseStart>(services).StartAsync(cancel);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var isFirst = !await db.Projects.AnyAsync(cancel);
        if (!isFirst && !wish.Add)
        {
            return await RefuseAsync("The database has projects already. With --add the made-up ones are added to them.");
        }

        var begun = TimeProvider.System.GetTimestamp();
        await FillAsync(services, new SeedWorld(services, clock, actor, services.GetRequiredService<PortalContent>(), TimeProvider.System.UtcNow()), wish, isFirst, cancel);
        await TellAsync(db, TimeProvider.System.GetElapsedTime(begun), cancel);
        return Verbs.Good;
    }

    private static async Task FillAsync(IServiceProvider services, SeedWorld world, Wish wish, bool isFirst, CancellationToken cancel)
    {
        var now = TimeProvider.System.UtcNow();
        await world.BeginAsync(now.AddDays(-SeedPlanner.Days - 5), isFirst, cancel);
        var taken = await TakenAsync(services, cancel);
        var content = services.GetRequiredService<PortalContent>();
        var targets = new SeedTargets([.. content.Rooms.Select(room => room.Name)], [.. content.Channels.Where(channel => channel.Marked).Select(channel => channel.Name)]);
        var planner = new SeedPlanner(wish.Seed, targets, now, taken.Contains);
        var plans = Enumerable.Range(0, wish.Projects).Select(planner.Draw).OrderBy(plan => plan.RegisteredAtUtc).ToList();
        await ProgressLine.ShowAsync("Making projects", plans.Count, async progress =>
        {
            for (var i = 0; i < plans.Count; i++)
            {
                await world.LiveAsync(plans[i], cancel);
                progress.Report(i + 1);
                if (Console.IsOutputRedirected && (i + 1) % Math.Max(1, plans.Count / 10) == 0)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1} of {plans.Count} projects made"));
                }
            }

            return plans.Count;
        });
    }

    private static async Task<HashSet<string>> TakenAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        return [.. await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Projects.Select(project => project.Slug).ToListAsync(cancel)];
    }

    private static WebApplication Build(WebApplicationBuilder builder, SeedClock clock, SeedActor actor)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHttpContextAccessor>(actor));
        var app = builder.Build();

        // Somebody has to decide: a contact without a coordinator in the settings gets one for the time of the seed.
        var provider = app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.Providers.FirstOrDefault()
            ?? throw new OptionsValidationException(SignInOptions.Section, typeof(SignInOptions), ["No way to sign in is set. See the settings SignIn:GitHub and SignIn:Oidc."]);
        var missing = app.Services.GetRequiredService<PortalContent>().Contacts
            .Where(contact => !builder.Configuration.GetSection($"{RolesOptions.Section}:{nameof(RolesOptions.Coordinators)}:{contact.Key}").GetChildren().Any())
            .ToDictionary(contact => $"{RolesOptions.Section}:{nameof(RolesOptions.Coordinators)}:{contact.Key}:0", contact => (string?)$"{provider}:{contact.Key}");
        builder.Configuration.AddInMemoryCollection(missing);
        return app;
    }

    private static async Task TellAsync(PortalDbContext db, TimeSpan took, CancellationToken cancel)
    {
        var messages = await db.OutboxMessages.GroupBy(message => message.State).Select(group => new { State = group.Key, Count = group.Count() }).ToListAsync(cancel);
        var (projects, entries) = (await db.Projects.CountAsync(cancel), await db.LedgerEntries.CountAsync(cancel));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{projects} projects and {entries} ledger entries are in the database; made in {took.TotalSeconds:0.0} s."));
        Console.WriteLine($"Messages: {string.Join(", ", messages.OrderBy(row => row.State).Select(row => $"{row.Count} {Words(row.State)}"))}. Nothing was sent.");
    }

    private static string Words(OutboxState state) => state switch
    {
        OutboxState.Queued => "under way",
        OutboxState.Sent => "marked as sent",
        OutboxState.Parked => "given up",
        _ => "dropped",
    };

    private static async Task<int> RefuseAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return Verbs.Impossible;
    }

    private sealed record Wish(int Projects, int Seed, bool Add, bool Force);
}
