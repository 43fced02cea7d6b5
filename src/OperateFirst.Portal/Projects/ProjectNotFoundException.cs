namespace OperateFirst.Portal.Projects;

/// <summary>No such project for this person, whether it does not exist or is not theirs: the answer is the same 404.</summary>
public sealed class ProjectNotFoundException : Exception;
