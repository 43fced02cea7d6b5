using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Outbox;

/// <summary>Where deliveries go: to the world, or into a folder of this machine.</summary>
public sealed class DeliveriesOptions
{
    public const string Section = "Deliveries";

    private const string FolderKind = "Folder";
    private const string GitHubKind = "GitHub";
    private const string SmtpKind = "Smtp";

    internal static readonly string[] IssueKinds = [FolderKind, GitHubKind];
    internal static readonly string[] MailKinds = [FolderKind, SmtpKind];

    /// <summary><c>Folder</c> or <c>GitHub</c>; empty is <c>Folder</c>, but not in Production.</summary>
    public string Issues { get; init; } = "";

    /// <summary><c>Folder</c> or <c>Smtp</c>; empty is <c>Folder</c>, but not in Production.</summary>
    public string Mail { get; init; } = "";

    /// <summary>Empty: <c>App_Data/deliveries</c>. A relative path begins at the content root.</summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// How long a process holds a message that it delivers. After that another process takes it over, so it has to be longer
    /// than any delivery may take.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how many days the lists show what was sent or given up; then it is removed. 0 keeps everything.</summary>
    public int KeepDays { get; init; } = 90;

    public bool IssuesGoToGitHub => Is(Issues, GitHubKind);

    public bool MailGoesToSmtp => Is(Mail, SmtpKind);

    internal static bool Is(string value, string kind) => value.Equals(kind, StringComparison.OrdinalIgnoreCase);
}

/// <summary>In Production nobody may learn from a missing e-mail that the portal wrote into a folder: both kinds have to be said.</summary>
internal sealed class DeliveriesOptionsCheck(IHostEnvironment environment) : IValidateOptions<DeliveriesOptions>
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);
    private const int FewestDays = 7;
    private const int MostDays = 3650;

    public ValidateOptionsResult Validate(string? name, DeliveriesOptions options)
    {
        var problems = new[]
        {
            options.Lease >= ShortestLease && options.Lease <= LongestLease ? null : $"{DeliveriesOptions.Section}:{nameof(options.Lease)} must be between 00:00:10 and 01:00:00.",
            options.KeepDays is 0 or (>= FewestDays and <= MostDays) ? null : $"{DeliveriesOptions.Section}:{nameof(options.KeepDays)} must be from {FewestDays} to {MostDays}, or 0 to keep everything.",
            Problem($"{DeliveriesOptions.Section}:{nameof(options.Issues)}", options.Issues, DeliveriesOptions.IssueKinds),
            Problem($"{DeliveriesOptions.Section}:{nameof(options.Mail)}", options.Mail, DeliveriesOptions.MailKinds),
        }.OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private string? Problem(string setting, string value, string[] kinds)
    {
        if (value.Length == 0)
        {
            return environment.IsProduction() ? $"{setting} is not set. In Production set it to {string.Join(" or ", kinds)}." : null;
        }

        return kinds.Any(kind => DeliveriesOptions.Is(value, kind)) ? null : $"{setting} must be {string.Join(" or ", kinds)}, not “{value}”.";
    }
}
