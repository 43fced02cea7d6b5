namespace OperateFirst.Portal.Benchmarks;

/// <summary>Prints each figure beside its limit and remembers whether all were kept.</summary>
internal sealed class Verdict
{
    private bool kept = true;

    /// <summary>What the program ends with.</summary>
    public int Code => kept ? 0 : 1;

    public void AtMost(string what, double figure, double limit, string details = "") => Say(what, figure, limit, "at most", figure <= limit, details);

    public void AtLeast(string what, double figure, double limit, string details = "") => Say(what, figure, limit, "at least", figure >= limit, details);

    private void Say(string what, double figure, double limit, string word, bool isKept, string details)
    {
        kept &= isKept;
        Console.WriteLine($"{(isKept ? "ok    " : "MISSED")} {what,-58} {figure,12:N2}   {word} {limit:N2}   {details}");
    }
}
