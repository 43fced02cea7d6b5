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
    public const string Closed = "project.closed";
}
