using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Accounts;

public static class PortalClaims
{
    public const string Login = "login";
    public const string Provider = "provider";
}

/// <summary>The person behind the request.</summary>
public sealed class CurrentAccount(IHttpContextAccessor http)
{
    private ClaimsPrincipal Person => http.HttpContext?.User ?? new ClaimsPrincipal();

    public bool IsSignedIn => Person.Identity?.IsAuthenticated == true;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the page lacks its policy.</exception>
    public Guid Id => Guid.TryParse(Person.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        ? id
        : throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The name shown to others; never an e-mail address.</summary>
    public string Name => Person.FindFirstValue(ClaimTypes.Name) ?? "";

    public string Provider => Person.FindFirstValue(PortalClaims.Provider) ?? "";

    public bool IsOperator => Person.IsInRole(PortalRoles.Operator);

    /// <summary>Keys of the contacts whose requests this person decides.</summary>
    public IReadOnlyList<string> Coordinates => [.. Person.FindAll(PortalRoles.CoordinatesClaim).Select(claim => claim.Value)];

    public Task<Account> LoadAsync(PortalDbContext db, CancellationToken cancel)
    {
        var id = Id;
        return db.Accounts.AsNoTracking().SingleAsync(account => account.Id == id, cancel);
    }
}
