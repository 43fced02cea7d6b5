using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Accounts;

public static class PortalClaims
{
    public const string Login = "login";
    public const string Provider = "provider";

    /// <summary>Id of the <see cref="Accounts.Session"/>.</summary>
    public const string Session = "session";
}

/// <summary>The person behind the request.</summary>
public sealed class CurrentAccount(IHttpContextAccessor http)
{
    private static readonly Prepared<Func<PortalDbContext, Guid, CancellationToken, Task<Account>>> ById = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, Guid id, CancellationToken cancel) => db.Set<Account>().AsNoTracking().Single(account => account.Id == id)));

    private (ClaimsPrincipal Person, IReadOnlyList<string> Own, IReadOnlyList<string> All)? duties;

    private ClaimsPrincipal Person => http.HttpContext?.User ?? new ClaimsPrincipal();

    public bool IsSignedIn => Person.Identity?.IsAuthenticated == true;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the page lacks its policy.</exception>
    public Guid Id => Guid.TryParse(Person.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        ? id
        : throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The name shown to others; never an e-mail address.</summary>
    public string Name => Person.FindFirstValue(ClaimTypes.Name) ?? "";

    public string Provider => Person.FindFirstValue(PortalClaims.Provider) ?? "";

    /// <summary>Null where nobody is signed in.</summary>
    public Guid? SessionId => Guid.TryParse(Person.FindFirstValue(PortalClaims.Session), out var id) ? id : null;

    public bool IsOperator => Person.IsInRole(PortalRoles.Operator);

    /// <summary>Keys of the contacts whose requests this person decides, the own ones first.</summary>
    public IReadOnlyList<string> Coordinates => Duties.All;

    /// <summary>Those of them that are this person's by the settings; for the others the person stands in.</summary>
    public IReadOnlyList<string> OwnContacts => Duties.Own;

    public bool StandsInFor(string contact) => Coordinates.Contains(contact) && !OwnContacts.Contains(contact);

    public Task<Account> LoadAsync(PortalDbContext db, CancellationToken cancel) => ById.For(db)(db, Id, cancel);

    // A card of the queue asks as often as a page has cards.
    private (IReadOnlyList<string> Own, IReadOnlyList<string> All) Duties
    {
        get
        {
            var person = Person;
            if (duties is not { } read || read.Person != person)
            {
                string[] own = [.. Values(PortalRoles.CoordinatesClaim)];
                duties = read = (person, own, [.. own.Union(Values(PortalRoles.StandsInClaim))]);
            }

            return (read.Own, read.All);
        }
    }

    private IEnumerable<string> Values(string claimType) => Person.FindAll(claimType).Select(claim => claim.Value);
}
