using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Accounts;

/// <summary>Who has which role, each person written as <c>provider:login</c>, for example <c>github:bburns</c>.</summary>
public sealed class RolesOptions
{
    public const string Section = "Roles";

    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>By the contact's key in the content file: <c>bill-burns</c>.</summary>
    public IReadOnlyDictionary<string, string[]> Coordinators { get; init; } = new Dictionary<string, string[]>();

    /// <summary>How a person is written in these settings.</summary>
    public static string KeyOf(ClaimsPrincipal person) =>
        KeyOf(person.FindFirstValue(PortalClaims.Provider) ?? "", person.FindFirstValue(PortalClaims.Login) ?? "");

    public static string KeyOf(string provider, string login) => $"{provider}:{login}";

    /// <summary>The contacts whose requests a person decides who is written so.</summary>
    public IEnumerable<string> ContactsOf(string key) =>
        Coordinators.Where(pair => pair.Value.Contains(key, StringComparer.OrdinalIgnoreCase)).Select(pair => pair.Key);
}

public static class PortalRoles
{
    public const string Operator = "operator";
    public const string Coordinator = "coordinator";

    /// <summary>One claim for each contact whose requests the person decides.</summary>
    public const string CoordinatesClaim = "coordinates";

    /// <summary>One claim for each of them that is another's, for whom the person stands in.</summary>
    public const string StandsInClaim = "stands-in";
}

/// <summary>Adds the roles on every request, so that a role taken away is gone with the next click.</summary>
internal sealed class RoleClaims(IOptionsMonitor<RolesOptions> roles, IEnumerable<IContactDuties> duties) : IClaimsTransformation
{
    private const string Issuer = "roles";

    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true || principal.Identities.Any(identity => identity.AuthenticationType == Issuer))
        {
            return principal;
        }

        var identity = new ClaimsIdentity(Issuer);
        if (roles.CurrentValue.Operators.Contains(RolesOptions.KeyOf(principal), StringComparer.OrdinalIgnoreCase))
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, PortalRoles.Operator));
        }

        foreach (var source in duties)
        {
            foreach (var duty in await source.OfAsync(principal))
            {
                identity.AddClaim(new Claim(duty.IsOwn ? PortalRoles.CoordinatesClaim : PortalRoles.StandsInClaim, duty.Contact));
            }
        }

        if (identity.HasClaim(claim => claim.Type is PortalRoles.CoordinatesClaim or PortalRoles.StandsInClaim))
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, PortalRoles.Coordinator));
        }

        var withRoles = principal.Clone();
        withRoles.AddIdentity(identity);
        return withRoles;
    }
}

public static class OperatorAccounts
{
    extension(PortalDbContext db)
    {
        /// <summary>The operators who have signed in and whose address is known.</summary>
        public async Task<IReadOnlyList<Account>> OperatorsAsync(RolesOptions roles, CancellationToken cancel)
        {
            var operators = new List<Account>();
            foreach (var (provider, key) in roles.Operators.Select(person => person.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0].ToLowerInvariant(), Account.KeyOf(parts[1]))))
            {
                operators.AddRange(await db.Accounts.AsNoTracking()
                    .Where(account => account.Provider == provider && account.LoginKey == key && account.Email != "").ToListAsync(cancel));
            }

            return [.. operators.DistinctBy(account => account.Email, StringComparer.OrdinalIgnoreCase)];
        }
    }
}

internal sealed class RolesOptionsCheck(PortalContent content) : IValidateOptions<RolesOptions>
{
    public ValidateOptionsResult Validate(string? name, RolesOptions options)
    {
        var unknown = options.Coordinators.Keys.Where(key => content.Contacts.All(contact => contact.Key != key)).ToList();
        var malformed = options.Operators.Concat(options.Coordinators.Values.SelectMany(people => people)).Where(person => !person.Contains(':')).ToList();
        return (unknown.Count, malformed.Count) switch
        {
            (0, 0) => ValidateOptionsResult.Success,
            ( > 0, _) => ValidateOptionsResult.Fail(
                $"Roles:Coordinators:{unknown[0]} names no contact of the content file. The contacts are: {string.Join(", ", content.Contacts.Select(contact => contact.Key))}."),
            _ => ValidateOptionsResult.Fail($"Roles: “{malformed[0]}” must be written as provider:login, for example github:bburns."),
        };
    }
}
