using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Mail;
using NodaTime;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OperateFirst.Portal.Content;

/// <summary>A YAML mapping read strictly: every key is asked for once, and a key nobody asked for is a mistake. Lines are those of the file.</summary>
internal sealed class YamlFields
{
    private readonly ContentFile file;
    private readonly YamlMappingNode node;
    private readonly int linesBefore;
    private readonly HashSet<string> known = [];

    private YamlFields(ContentFile file, YamlNode node, string what, int linesBefore)
    {
        this.file = file;
        this.linesBefore = linesBefore;
        this.node = node as YamlMappingNode ?? throw file.Wrong(LineOf(node), $"{what} must be a list of 'key: value' lines.");
    }

    public int Line => LineOf(node);

    /// <param name="linesBefore">Lines of the file above the YAML: 1 for front matter.</param>
    public static T Read<T>(ContentFile file, string yaml, int linesBefore, Func<YamlFields, T> read)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException cause)
        {
            throw new ContentException(new(file.Name, (int)Math.Max(1, cause.Start.Line) + linesBefore), $"this is not YAML: {cause.Message}", cause);
        }

        return stream.Documents.Count == 1
            ? Whole(new YamlFields(file, stream.Documents[0].RootNode, "the file", linesBefore), read)
            : throw file.Wrong(1 + linesBefore, "there must be exactly one YAML document, and it must not be empty.");
    }

    public ContentException Wrong(string key, string problem) => file.Wrong(LineOf(Child(key)), problem);

    public string Text(string key)
    {
        var value = Child(key);
        return value is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : throw file.Wrong(LineOf(value), $"'{key}' is empty or is not a text.");
    }

    public string Name(string key) => file.CheckedName(Text(key), $"'{key}'", LineOf(Child(key)));

    public string OneOf(string key, params ReadOnlySpan<string> allowed) => allowed.Contains(Text(key))
        ? Text(key)
        : throw Wrong(key, $"'{key}' is '{Text(key)}'; it must be one of: {string.Join(", ", allowed!)}.");

    public bool YesNo(string key) => OneOf(key, "true", "false") == "true";

    public int Positive(string key) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Wrong(key, $"'{key}' is '{Text(key)}'; it must be a whole number from 1.");

    public DateOnly Date(string key) =>
        DateOnly.TryParseExact(Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Wrong(key, $"'{key}' is '{Text(key)}'; it must be a date such as 2026-10-28.");

    public TimeOnly Time(string key) =>
        TimeOnly.TryParseExact(Text(key), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw Wrong(key, $"'{key}' is '{Text(key)}'; it must be a time of day such as 08:00.");

    public string Zone(string key) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(Text(key)) is not null
        ? Text(key)
        : throw Wrong(key, $"'{key}' is '{Text(key)}', which is no IANA time zone such as America/New_York.");

    public string Url(string key) =>
        Uri.TryCreate(Text(key), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.UserInfo.Length == 0
            ? Text(key)
            : throw Wrong(key, $"'{key}' is '{Text(key)}'; it must be an address that begins with https:// or http://.");

    public string Email(string key) =>
        MailAddress.TryCreate(Text(key), out var address) && address.Address == Text(key) && address.Host.Contains('.', StringComparison.Ordinal)
            ? Text(key)
            : throw Wrong(key, $"'{key}' is '{Text(key)}', which is no e-mail address.");

    public T Part<T>(string key, Func<YamlFields, T> read) => Whole(new YamlFields(file, Child(key), $"'{key}'", linesBefore), read);

    /// <summary>True where the optional <paramref name="key"/> is there; what it holds is then read as strictly as any other.</summary>
    public bool Has(string key)
    {
        known.Add(key);
        return TryChild(key, out _);
    }

    /// <param name="unique">Keys whose value may stand only once in the list.</param>
    public IReadOnlyList<T> List<T>(string key, Func<YamlFields, T> read, params string[] unique)
    {
        if (Child(key) is not YamlSequenceNode { Children.Count: > 0 } items)
        {
            throw Wrong(key, $"'{key}' must be a list with at least one entry.");
        }

        var seen = new HashSet<(string Key, string Value)>();
        return [.. items.Select(item => Whole(new YamlFields(file, item, $"each entry of '{key}'", linesBefore), fields =>
        {
            var entry = read(fields);
            var twice = unique.FirstOrDefault(name => !seen.Add((name, fields.Text(name))));
            return twice is null ? entry : throw fields.Wrong(twice, $"'{twice}: {fields.Text(twice)}' stands twice under '{key}'.");
        }))];
    }

    private static T Whole<T>(YamlFields fields, Func<YamlFields, T> read)
    {
        var value = read(fields);
        var unknown = fields.node.Children.Keys.FirstOrDefault(key => key is not YamlScalarNode { Value: { } name } || !fields.known.Contains(name));
        return unknown is null
            ? value
            : throw fields.file.Wrong(fields.LineOf(unknown), $"'{unknown}' is not known here; known are: {string.Join(", ", fields.known.Order())}.");
    }

    private YamlNode Child(string key)
    {
        known.Add(key);
        return TryChild(key, out var value) ? value : throw file.Wrong(Line, $"'{key}' is missing.");
    }

    private bool TryChild(string key, [NotNullWhen(true)] out YamlNode? value) => node.Children.TryGetValue(new YamlScalarNode(key), out value);

    private int LineOf(YamlNode at) => (int)at.Start.Line + linesBefore;
}
