using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Commands.Seeding;

/// <summary>Draws the plans. The same number gives the same projects; their times count back from now.</summary>
internal sealed class SeedPlanner(int number, SeedTargets targets, DateTime nowUtc, Func<string, bool> slugIsTaken)
{
    /// <summary>The oldest project is as old as this.</summary>
    public const int Days = 270;

    private readonly Random chance = new(number);
    private readonly HashSet<string> slugs = [];
    private readonly Dictionary<string, SeedPerson> byLogin = [];
    private readonly List<SeedPerson> people = [];

    public SeedPlan Draw(int index)
    {
        var own = new Random(unchecked((number * 1_000_003) + index));
        var slug = Slug();
        var lead = index % 10 < 7 || people.Count == 0 ? Person() : Pick(people, chance);
        var members = Enumerable.Range(0, own.Next(4)).Select(_ => Person()).Where(person => person.Login != lead.Login).DistinctBy(person => person.Login).ToList();
        var (registered, steps) = InTime(new SeedLife(own, targets).Draw(members.Count), own, index);
        var words = slug.Split('-').Select(word => word.Length == 2 ? word.ToUpperInvariant() : char.ToUpperInvariant(word[0]) + word[1..]);
        var form = new ProjectForm
        {
            Name = string.Join(' ', words) + (own.Next(9) == 0 ? " as a service" : ""),
            Slug = slug,
            Description = $"{Pick(SeedWords.Does, own)} {Pick(SeedWords.Wants, own)}",
            RepositoryUrl = $"https://github.com/{(own.Next(2) == 0 ? slug : lead.Login)}/{slug}",
            DocumentationUrl = own.Next(3) == 0 ? $"https://{slug}.example.org/docs" : "",
            ContactEmail = own.Next(3) == 0 ? $"team@{slug}.example.org" : lead.Email,
        };
        return new SeedPlan(index, form, lead, members, registered, steps) { Chance = own };
    }

    private static T Pick<T>(IReadOnlyList<T> from, Random chance) => from[chance.Next(from.Count)];

    private string Slug()
    {
        for (var tries = 0; ; tries++)
        {
            var slug = $"{Pick(SeedWords.First, chance)}-{Pick(SeedWords.Second, chance)}" +
                (tries > 3 ? $"-{Pick(SeedWords.Third, chance)}" : "") + (tries > 12 ? $"-{chance.Next(2, 100)}" : "");
            if (slugs.Add(slug) && !slugIsTaken(slug))
            {
                return slug;
            }
        }
    }

    private SeedPerson Person()
    {
        var (given, family) = (Pick(SeedWords.GivenNames, chance), Pick(SeedWords.FamilyNames, chance));
        var (g, f) = (given.ToLowerInvariant(), family.ToLowerInvariant());
        var login = chance.Next(5) switch
        {
            0 => $"{g}{f}",
            1 => $"{g[0]}{f}",
            2 => $"{g}-{f}",
            3 => $"{g}{f[0]}{chance.Next(10, 100)}",
            _ => $"{f}{chance.Next(10, 100)}",
        };
        var person = new SeedPerson(login, $"{given} {family}");
        if (byLogin.TryAdd(login, person))
        {
            people.Add(person);
        }

        return byLogin[login];
    }

    private (DateTime RegisteredAtUtc, IReadOnlyList<SeedStep> Steps) InTime(IReadOnlyList<SeedWish> wishes, Random own, int index)
    {
        var isFresh = index % 25 == 0;
        var lastAge = isFresh ? (3 + own.Next(40)) / 1440.0 : own.Next(10) switch
        {
            0 or 1 => 0.1 + (own.NextDouble() * 3),
            < 5 => 3 + (own.NextDouble() * 9),
            < 8 => 12 + (own.NextDouble() * 40),
            _ => 52 + (own.NextDouble() * 190),
        };
        var span = wishes.Sum(wish => wish.Days);
        var pace = Math.Min(1, (Days - lastAge) / Math.Max(span, 0.01));
        var at = nowUtc.AddDays(-lastAge - (span * pace));
        var registered = isFresh ? at : AtWork(at);
        var (steps, last) = (new List<SeedStep>(), registered);
        foreach (var (days, deed, what) in wishes)
        {
            at = at.AddDays(days * pace);
            last = Later(isFresh ? at : AtWork(at), last.AddMinutes(1 + own.Next(9)));
            if (last >= nowUtc.AddMinutes(-2))
            {
                break;
            }

            steps.Add(new SeedStep(last, deed, what));
        }

        return (registered < nowUtc ? registered : nowUtc.AddHours(-1), steps);
    }

    // Most people work Monday to Friday, from morning in Europe to evening in America.
    private static DateTime AtWork(DateTime at)
    {
        if (at.Hour < 8)
        {
            at = at.AddHours(6);
        }

        return at.DayOfWeek switch
        {
            DayOfWeek.Saturday => at.AddDays(2),
            DayOfWeek.Sunday => at.AddDays(1),
            _ => at,
        };
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
