namespace OperateFirst.Portal.Projects;

/// <summary>Ledger kinds of this room.</summary>
public static class ProjectEvents
{
    public const string Registered = "project.registered";
    public const string Edited = "project.edited";
    public const string MemberAdded = "project.member-added";
    public const string MemberRemoved = "project.member-removed";
    public const string LeadMade = "project.lead-made";
    public const string AcceptingAllowed = "project.accepting-allowed";
    public const string AcceptingForbidden = "project.accepting-forbidden";
    public const string ClusterAccessMarked = "project.cluster-access-marked";
    public const string LeadGiven = "project.lead-given";

    /// <summary>By a lead, or with <c>operator</c> in its body by an operator.</summary>
    public const string Closed = "project.closed";

    /// <summary>Message kind; its subject is the ledger entry that tells of the new lead.</summary>
    public const string LeadGivenMail = "mail.project-lead-given.v1";
}
