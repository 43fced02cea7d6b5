using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Hosting;

/// <summary>How much one visitor may ask for: an account where somebody is signed in, else an address. Each is a minute's worth, which may come at once; 0 sets no limit.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Requests a minute, those for static files and by health checks not counted.</summary>
    public int Requests { get; init; } = 1200;

    /// <summary>Forms sent a minute.</summary>
    public int Forms { get; init; } = 120;

    /// <summary>Sign-ins begun a minute, and as many that come back from a provider, by address: a whole office may share one.</summary>
    public int SignIns { get; init; } = 30;
}

internal sealed class RateLimitOptionsCheck : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var negative = new[] { (nameof(options.Requests), options.Requests), (nameof(options.Forms), options.Forms), (nameof(options.SignIns), options.SignIns) }
            .Where(setting => setting.Item2 < 0)
            .Select(setting => $"RateLimits:{setting.Item1} must be a number a minute, or 0 for no limit.")
            .ToList();
        return negative.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(negative);
    }
}
