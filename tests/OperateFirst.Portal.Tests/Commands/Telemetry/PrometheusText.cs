using System.Globalization;
using System.Text.RegularExpressions;

namespace OperateFirst.Portal.Tests.Commands.Telemetry;

/// <summary>An answer of <c>/metrics</c>, read strictly: https://prometheus.io/docs/instrumenting/exposition_formats/.</summary>
internal sealed partial class PrometheusText
{
    private readonly Dictionary<string, double> samples = [];
    private readonly Dictionary<string, string> types = [];

    /// <summary>What of the text is no line of the format.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Family and its type: counter, gauge, histogram.</summary>
    public IReadOnlyDictionary<string, string> Types => types;

    /// <summary>Names of the samples, without labels.</summary>
    public IEnumerable<string> Names => samples.Keys.Select(series => series.Split('{')[0]).Distinct();

    public IEnumerable<string> Labels => samples.Keys.SelectMany(series => Label().Matches(series).Select(label => label.Groups["name"].Value)).Distinct();

    public static PrometheusText Read(string text)
    {
        var read = new PrometheusText();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            read.Take(line);
        }

        return read;
    }

    /// <param name="series">Name and labels as they are written: <c>portal_ready</c>, <c>portal_agreements{agreement="telemetry",state="missing"}</c>.</param>
    public double this[string series] => samples.TryGetValue(series, out var value) ? value : throw new KeyNotFoundException($"There is no {series} among\n{string.Join('\n', samples.Keys)}");

    /// <summary>All series of a name together.</summary>
    public double Sum(string name, params string[] labels) =>
        samples.Where(sample => sample.Key.Split('{')[0] == name && labels.All(label => sample.Key.Contains(label, StringComparison.Ordinal))).Sum(sample => sample.Value);

    private void Take(string line)
    {
        if (Comment().Match(line) is { Success: true } comment)
        {
            if (comment.Groups["what"].Value == "TYPE" && !types.TryAdd(comment.Groups["name"].Value, comment.Groups["rest"].Value))
            {
                Faults.Add($"Told twice: {line}");
            }

            return;
        }

        var sample = Sample().Match(line);
        var series = sample.Groups["name"].Value + (sample.Groups["labels"].Length > 0 ? $"{{{sample.Groups["labels"].Value}}}" : "");
        if (!sample.Success || !double.TryParse(sample.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var value))
        {
            Faults.Add($"No line of the format: {line}");
        }
        else if (!samples.TryAdd(series, value))
        {
            Faults.Add($"Told twice: {line}");
        }
        else if (!types.Keys.Any(family => sample.Groups["name"].Value.StartsWith(family, StringComparison.Ordinal)))
        {
            Faults.Add($"Without a type: {line}");
        }
    }

    [GeneratedRegex("""^# (?:EOF$|(?<what>HELP|TYPE|UNIT) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.+)$)""")]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (?<value>\S+)(?: [0-9.]+)?(?: # .*)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="[^"]*""")]
    private static partial Regex Label();
}
