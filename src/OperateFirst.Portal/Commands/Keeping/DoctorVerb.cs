using System.CommandLine;
using System.Text.Json;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary><c>doctor</c>: looks at all that the portal depends on, says one line about each, and changes nothing.</summary>
internal static class DoctorVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // Settings whose values are secret, wherever in a section they stand.
    private static readonly string[] Secrets = ["Token", "Password", "CertificatePassword", "FormerCertificatePassword", "ClientSecret", "WebhookSecret"];

    public static Command Command(Func<IServiceProvider> build)
    {
        var json = new Option<bool>("--json") { Description = "For machines." };
        var command = new Command("doctor", "Looks at settings, database, disk, clock, GitHub and the mail server. Exit code 0: all ok, perhaps with warnings; 1: something fails.") { json };
        command.SetAction((parsed, cancel) => RunAsync(build(), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, bool json, CancellationToken cancel)
    {
        var secrets = SecretsOf(services.GetRequiredService<IConfiguration>());
        var findings = (await FindAsync(services, cancel)).Select(finding => finding with { Sentence = Hide(finding.Sentence, secrets) }).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(findings.Select(finding => new { level = Word(finding.Level), what = finding.What, finding.Sentence }), Json));
        }
        else
        {
            var width = findings.Max(finding => finding.What.Length);
            foreach (var finding in findings)
            {
                Console.WriteLine($"{Word(finding.Level),-4}  {finding.What.PadRight(width)}  {finding.Sentence}");
            }
        }

        return findings.Exists(finding => finding.Level == FindingLevel.Fail) ? Verbs.Bad : Verbs.Good;
    }

    private static async Task<List<Finding>> FindAsync(IServiceProvider services, CancellationToken cancel)
    {
        List<Finding> findings = [.. MachineFindings.Of(services)];
        await using var scope = services.CreateAsyncScope();
        findings.AddRange(await DatabaseFindings.OfAsync(scope.ServiceProvider, cancel));

        // With wrong settings the outside cannot be asked; which are wrong stands above.
        var probes = services.GetServices<IDeliveryProbe>();
        if (findings.Exists(finding => finding is { What: MachineFindings.Settings, Level: FindingLevel.Fail }))
        {
            return [.. findings, .. probes.SelectMany(probe => probe.Topics).Select(what => Finding.Warn(what, "Not asked: correct the settings first."))];
        }

        var outside = await Task.WhenAll(probes.Select(probe => probe.RunAsync(cancel)));
        return [.. findings, .. outside.SelectMany(some => some)];
    }

    private static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warn => "warn",
        _ => "FAIL",
    };

    // What a server says in its refusal may repeat what it was sent.
    private static string Hide(string sentence, IReadOnlyList<string> secrets) =>
        secrets.Aggregate(sentence.ReplaceLineEndings(" "), (text, secret) => text.Replace(secret, "…", StringComparison.Ordinal));

    private static List<string> SecretsOf(IConfiguration configuration) =>
    [
        .. configuration.AsEnumerable()
            .Where(setting => Secrets.Contains(setting.Key.Split(':')[^1], StringComparer.OrdinalIgnoreCase))
            .Select(setting => setting.Value ?? "").Where(value => value.Length > 0),
    ];
}
