namespace OperateFirst.Portal.Data;

/// <summary>A rule said no. Each problem is a sentence the person can act on, with the field it belongs to.</summary>
public sealed class RuleBrokenException(IReadOnlyList<FieldProblem> problems) : Exception(string.Join(" ", problems.Select(problem => problem.Sentence)))
{
    public RuleBrokenException(string field, string sentence)
        : this([new FieldProblem(field, sentence)])
    {
    }

    public RuleBrokenException(string sentence)
        : this(FieldProblem.WholeForm, sentence)
    {
    }

    public IReadOnlyList<FieldProblem> Problems { get; } = problems;
}

/// <param name="Field">Name of the input's property, such as <c>Slug</c> or <c>Attendees[1].Email</c>; empty for the whole form.</param>
public sealed record FieldProblem(string Field, string Sentence)
{
    public const string WholeForm = "";
}
