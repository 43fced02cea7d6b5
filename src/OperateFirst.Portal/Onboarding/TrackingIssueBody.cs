using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Hosting;

namespace OperateFirst.Portal.Onboarding;

/// <summary>The words of the public issue. The portal rewrites only what stands between its two markers.</summary>
public static class TrackingIssueBody
{
    public const string Begin = "<!-- operate-first-portal:begin -->";
    public const string End = "<!-- operate-first-portal:end -->";

    /// <summary>Hidden in the first body, so that a try to open the issue whose answer was lost is found again.</summary>
    public static string MarkerOf(Guid projectId) => $"<!-- operate-first-portal:project:{projectId:N} -->";

    public static string TitleOf(ProjectFacts facts) => $"Onboarding: {facts.Slug}";

    /// <summary>The whole body of a new issue.</summary>
    public static string Whole(string part, Guid projectId) => $"{MarkerOf(projectId)}\n{part}\n\n_Notes outside the portal's part are kept._\n";

    /// <summary>The body with the portal's part made new; what stands outside it is kept.</summary>
    public static string Replace(string body, string part) =>
        PlaceOf(body) is var (begin, after) ? body[..begin] + part + body[after..] : $"{body.TrimEnd()}\n\n{part}\n";

    /// <summary>What stands between the portal's markers, markers included; empty where they are missing. An editor on GitHub changes line ends: they are made LF again.</summary>
    public static string PartOf(string body) => PlaceOf(body) is var (begin, after) ? body[begin..after].ReplaceLineEndings("\n") : "";

    // The last pair: where somebody deleted a marker, an older half of a pair must not swallow what stands between.
    private static (int Begin, int After)? PlaceOf(string body)
    {
        var end = body.LastIndexOf(End, StringComparison.Ordinal);
        var begin = end < 0 ? -1 : body.LastIndexOf(Begin, end, StringComparison.Ordinal);
        return begin < 0 ? null : (begin, end + End.Length);
    }

    /// <summary>The portal's part, markers included.</summary>
    public static string Part(ProjectFacts facts, Journey journey, PortalAddress address)
    {
        var text = new StringBuilder();
        text.Append(Begin).Append('\n');

        // A short name may read as a reference (gh-12) or as a commit (deadbeef).
        text.Append(CultureInfo.InvariantCulture, $"The project {InertMarkdown.Inline(facts.Slug)} is joining Operate First. This issue is kept in step by the [portal]({address.Of("/")}).\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Name: {InertMarkdown.Inline(facts.Name)}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Lead: {InertMarkdown.Inline(string.Join(", ", facts.Leads))}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Repository: {InertMarkdown.Link("repository", facts.RepositoryUrl)}\n");
        if (facts.DocumentationUrl.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"- Documentation: {InertMarkdown.Link("documentation", facts.DocumentationUrl)}\n");
        }

        text.Append('\n').Append(InertMarkdown.Block(facts.Description)).Append("\n\n");
        if (facts.ClosedAtUtc is { } closed)
        {
            text.Append(CultureInfo.InvariantCulture, $"**The project was closed on {Day(closed)}.**\n\n");
        }

        text.Append("### Steps\n\n");
        foreach (var step in journey.Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"- [{(step.State == StepState.Done ? 'x' : ' ')}] {step.Number}. {PublicTitle(step)}{Remark(step)}\n");
        }

        Witness(text, facts.Telemetry);
        Witness(text, facts.Commitment);
        return text.Append(End).ToString();
    }

    /// <summary>The part as a reader of GitHub sees it: without the hidden markers, and with signs for the boxes.</summary>
    public static string WithoutMarkers(string part) => part
        .Replace(Begin, "", StringComparison.Ordinal).Replace(End, "", StringComparison.Ordinal)
        .Replace("\n- [x] ", "\n- ☑ ", StringComparison.Ordinal).Replace("\n- [ ] ", "\n- ☐ ", StringComparison.Ordinal);

    public static string Sha256Of(string part) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part)));

    private static string PublicTitle(JourneyStep step) => step.Kind == StepKind.Register ? "Register the project" : step.Title;

    private static string Remark(JourneyStep step) => step.State switch
    {
        StepState.Done => $" ({Day(step.SinceUtc)})",
        StepState.Waiting => $": waiting for {step.WaitsFor} since {Day(step.SinceUtc)}",
        StepState.Blocked when step.IsPaused => $": paused since {Day(step.SinceUtc)}",
        StepState.Blocked => $": opens after step{(step.BlockedBy.Count > 1 ? "s" : "")} {string.Join(" and ", step.BlockedBy)}",
        StepState.Overdue => ": overdue",
        _ => "",
    };

    // The hash stands outside the portal too: whoever changed the portal's ledger would have to change this issue's history.
    private static void Witness(StringBuilder text, AgreementFact agreement)
    {
        if (agreement.Accepted is { } accepted)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{agreement.Title}, version {accepted.Number}: accepted {Day(accepted.AtUtc)}, ledger entry `{accepted.Hash}`\n");
        }
        else if (agreement.Withdrawn is { } withdrawn)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{agreement.Title}: the acceptance of version {withdrawn.Number} was withdrawn {Day(withdrawn.AtUtc)}\n");
        }
    }

    private static string Day(DateTime utc) => utc.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
