using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>
/// Fills a database with projects at all stages, each with ten sealed ledger entries. The entities themselves make the rows, so
/// they are those that the portal would have written; only the way into the file is a shorter one.
/// </summary>
internal sealed class Filler(PortalDbContext db, IServiceProvider services)
{
    /// <summary>Of four projects, the one that waits for its meeting.</summary>
    public const int Waiting = 2;

    private const int Batch = 2000;
    private static readonly DateTime Start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    /// <param name="open">By what the rows get into the database.</param>
    public async Task RunAsync(Func<IModel, IFill> open, int projects)
    {
        var texts = await db.CurrentAgreementsAsync(CancellationToken.None);
        var content = services.GetRequiredService<PortalContent>();
        using var insert = open(db.Model);
        var measured = await db.Accounts.AsNoTracking().SingleAsync(account => account.LoginKey == "cooktheryan");
        new FilledProject(projects + Waiting, measured, Signed(measured), texts, content, Start).AddTo(insert);
        Account? lead = null;
        CurrentAccount? me = null;
        for (var number = 0; number < projects; number++)
        {
            var at = Start.AddMinutes(number % 300_000);
            if (number % 5 == 0 || lead is null || me is null)
            {
                lead = Account.Of(
                    new SignedInPerson(SignInProviders.GitHub, $"{number}", $"lead-{number:D6}", $"Lead {number}", $"lead-{number}@example.org"), at);
                me = Signed(lead);
                insert.Add(lead);
            }

            new FilledProject(number, lead, me, texts, content, at).AddTo(insert);
            if (number % Batch == Batch - 1)
            {
                insert.Commit();
                if (Console.IsOutputRedirected is false)
                {
                    Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r{number + 1:N0} projects"));
                }
            }
        }
    }

    private static CurrentAccount Signed(Account account) => new(new HttpContextAccessor
    {
        HttpContext = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString("N")), new Claim(ClaimTypes.Name, account.PublicName)], "filled")),
        },
    });
}
