using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Projects;

/// <summary>A project on its way to the cloud, and the people who act for it.</summary>
public sealed class Project
{
    private readonly List<ProjectMember> members = [];

    private Project()
    {
    }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>An RFC 1123 label; the word in addresses.</summary>
    public string Slug { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Description { get; private set; } = "";

    public string RepositoryUrl { get; private set; } = "";

    /// <summary>Empty where the project has none.</summary>
    public string DocumentationUrl { get; private set; } = "";

    public string ContactEmail { get; private set; } = "";

    public DateTime RegisteredAtUtc { get; private init; }

    public DateTime? ClosedAtUtc { get; private set; }

    public string CloseReason { get; private set; } = "";

    public DateTime? ClusterAccessAtUtc { get; private set; }

    /// <summary>Raised with every operation on the project, so that of two at the same moment one sees the other.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<ProjectMember> Members => members;

    public bool IsClosed => ClosedAtUtc is not null;

    internal static Project Register(ProjectDetails details, Account lead, DateTime now)
    {
        var project = new Project { RegisteredAtUtc = now };
        project.Apply(details);
        project.members.Add(ProjectMember.Lead(project.Id, lead, now));
        return project;
    }

    internal void Edit(ProjectDetails details)
    {
        RefuseIfClosed();
        Apply(details);
        Touch();
    }

    /// <summary>Every operation calls this before it acts for the project.</summary>
    /// <exception cref="RuleBrokenException">The project is closed.</exception>
    public void RefuseIfClosed()
    {
        if (IsClosed)
        {
            throw new RuleBrokenException("This project is closed, so nothing about it can change any more. Its history stays readable.");
        }
    }

    public void Touch() => Version++;

    public ProjectMember? MemberOf(Guid accountId) => members.FirstOrDefault(member => member.AccountId == accountId);

    /// <exception cref="RuleBrokenException">The account is not a lead of the project.</exception>
    public void RequireLead(Guid accountId, string toDoWhat)
    {
        if (MemberOf(accountId) is not { IsLead: true })
        {
            throw new RuleBrokenException($"Only a project lead can {toDoWhat}. Ask {LeadNames()}.");
        }
    }

    public void RequireAcceptor(Guid accountId)
    {
        if (MemberOf(accountId) is not { CanAccept: true })
        {
            throw new RuleBrokenException($"Only a project lead, or a member the lead has allowed to, can accept for the project. Ask {LeadNames()}.");
        }
    }

    internal ProjectMember Add(string provider, string login, Account? account, DateTime now)
    {
        RefuseIfClosed();
        if (members.Any(member => member.Provider == provider && member.LoginKey == Account.KeyOf(login)))
        {
            throw new RuleBrokenException("Login", $"{login} is a member already.");
        }

        var added = ProjectMember.Of(Id, provider, login, account, now);
        members.Add(added);
        Touch();
        return added;
    }

    /// <summary>Makes a person a lead who may be a member already.</summary>
    /// <returns>The lead, and whether they were added with it.</returns>
    internal (ProjectMember Lead, bool IsNew) GiveLead(string provider, string login, Account? account, DateTime now)
    {
        RefuseIfClosed();
        var key = Account.KeyOf(login);
        var known = members.FirstOrDefault(member => member.Provider == provider && member.LoginKey == key);
        if (known is { IsLead: true })
        {
            throw new RuleBrokenException("Login", $"{login} is a lead already.");
        }

        var lead = known ?? Add(provider, login, account, now);
        lead.MakeLead();
        Touch();
        return (lead, known is null);
    }

    internal void Remove(ProjectMember member)
    {
        RefuseIfClosed();
        if (member.IsLead && members.Count(other => other.IsLead) == 1)
        {
            throw new RuleBrokenException("A project needs a lead: make another member a lead first, or close the project.");
        }

        members.Remove(member);
        Touch();
    }

    internal void Close(string reason, DateTime now)
    {
        RefuseIfClosed();
        (ClosedAtUtc, CloseReason) = (now, reason);
        Touch();
    }

    internal bool MarkClusterAccess(DateTime now)
    {
        RefuseIfClosed();
        if (ClusterAccessAtUtc is not null)
        {
            return false;
        }

        ClusterAccessAtUtc = now;
        Touch();
        return true;
    }

    internal string LeadNames() => string.Join(" or ", members.Where(member => member.IsLead).Select(member => member.Name));

    private void Apply(ProjectDetails details)
    {
        (Slug, Name, Description) = (details.Slug, details.Name, details.Description);
        (RepositoryUrl, DocumentationUrl, ContactEmail) = (details.RepositoryUrl, details.DocumentationUrl, details.ContactEmail);
    }
}
