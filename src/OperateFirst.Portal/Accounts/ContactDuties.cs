using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Accounts;

/// <summary>A person decides the requests to a contact.</summary>
/// <param name="Contact">The contact's key in the content file.</param>
/// <param name="IsOwn">False where the person stands in for somebody.</param>
public sealed record ContactDuty(string Contact, bool IsOwn);

/// <summary>Tells whose requests a person decides. Asked on every request of a signed-in person, so that a duty that ended is gone with the next click.</summary>
public interface IContactDuties
{
    Task<IReadOnlyList<ContactDuty>> OfAsync(ClaimsPrincipal person);
}

/// <summary>The coordinators of the settings.</summary>
internal sealed class DutiesInSettings(IOptionsMonitor<RolesOptions> roles) : IContactDuties
{
    public Task<IReadOnlyList<ContactDuty>> OfAsync(ClaimsPrincipal person) => Task.FromResult<IReadOnlyList<ContactDuty>>(
        [.. roles.CurrentValue.ContactsOf(RolesOptions.KeyOf(person)).Select(contact => new ContactDuty(contact, true))]);
}
