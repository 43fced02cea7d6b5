using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Reminders;

/// <param name="Name">Public name.</param>
public sealed record LeadAddress(string Name, string Email);

/// <summary>Whom the portal writes to about a project: its leads whose address is known, else the project's contact.</summary>
public static class LeadAddresses
{
    extension(PortalDbContext db)
    {
        public async Task<ILookup<Guid, LeadAddress>> LeadAddressesAsync(IReadOnlyCollection<Guid> projectIds, CancellationToken cancel)
        {
            var leads = await (
                from member in db.ProjectMembers.AsNoTracking()
                join account in db.Accounts on member.AccountId equals account.Id
                where projectIds.Contains(member.ProjectId) && member.IsLead && account.Email != ""
                select new { member.ProjectId, member.Name, account.Email }).ToListAsync(cancel);
            var contacts = await db.Projects.AsNoTracking().Where(project => projectIds.Contains(project.Id))
                .Select(project => new { project.Id, project.Slug, project.ContactEmail }).ToListAsync(cancel);
            return leads.Select(lead => (lead.ProjectId, Address: new LeadAddress(lead.Name, lead.Email)))
                .Concat(contacts.Where(contact => leads.All(lead => lead.ProjectId != contact.Id))
                    .Select(contact => (ProjectId: contact.Id, Address: new LeadAddress(contact.Slug, contact.ContactEmail))))
                .DistinctBy(pair => (pair.ProjectId, pair.Address.Email.ToLowerInvariant()))
                .ToLookup(pair => pair.ProjectId, pair => pair.Address);
        }
    }
}
