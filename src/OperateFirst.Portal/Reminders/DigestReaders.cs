using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Reminders;

/// <summary>Who is reminded of a contact's requests.</summary>
public sealed class DigestReaders(PortalDbContext db, PortalContent content, IOptionsMonitor<RolesOptions> roles)
{
    private readonly Dictionary<string, IReadOnlyList<ContactReader>> known = [];

    /// <returns>The contact first, then those who stand in; nobody where the content file no longer has the contact.</returns>
    public async Task<IReadOnlyList<ContactReader>> OfAsync(string contactKey, DateOnly today, CancellationToken cancel)
    {
        if (!known.TryGetValue(contactKey, out var readers))
        {
            readers = content.Contacts.FirstOrDefault(candidate => candidate.Key == contactKey) is { } contact
                ? [.. (await db.ReadersOfAsync(contact, today, cancel)).Select(AsOnePerson)]
                : [];
            known[contactKey] = readers;
        }

        return readers;
    }

    // A coordinator who stands in for another one gets a single digest, at the contact's address.
    private ContactReader AsOnePerson(ContactReader reader) =>
        reader.StandsIn && content.Contacts.FirstOrDefault(contact => roles.CurrentValue.ContactsOf(reader.Key).Contains(contact.Key)) is { } own
            ? new ContactReader(own.Key, own.Name, own.Email, true)
            : reader;
}
