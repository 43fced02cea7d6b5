using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Projects;

/// <summary>A person who acts for a project; known by login until they first sign in.</summary>
public sealed class ProjectMember
{
    private ProjectMember()
    {
    }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid ProjectId { get; private init; }

    public required string Provider { get; init; }

    /// <summary>The login as it was given; an e-mail address for OpenID Connect, so never shown outside the members' page.</summary>
    public required string Login { get; init; }

    public required string LoginKey { get; init; }

    /// <summary>Null until the person has signed in.</summary>
    public Guid? AccountId { get; private set; }

    /// <summary>The name shown to others; never an e-mail address.</summary>
    public string Name { get; private set; } = "";

    public bool IsLead { get; private set; }

    /// <summary>Set by a lead for a member who may accept agreements; a lead always may.</summary>
    public bool MayAccept { get; private set; }

    public DateTime AddedAtUtc { get; private init; }

    public bool CanAccept => IsLead || MayAccept;

    internal static ProjectMember Lead(Guid projectId, Account account, DateTime now)
    {
        var lead = Of(projectId, account.Provider, account.Login, account, now);
        lead.IsLead = true;
        return lead;
    }

    internal static ProjectMember Of(Guid projectId, string provider, string login, Account? account, DateTime now) => new()
    {
        ProjectId = projectId,
        Provider = provider,
        Login = login,
        LoginKey = Account.KeyOf(login),
        AccountId = account?.Id,
        Name = account?.PublicName ?? (SignInProviders.LoginIsEmail(provider) ? "somebody who has not signed in yet" : login),
        AddedAtUtc = now,
    };

    internal void Recognise(Account account) => (AccountId, Name) = (account.Id, account.PublicName);

    internal void MakeLead() => IsLead = true;

    internal void Allow(bool mayAccept) => MayAccept = mayAccept;
}
