using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OperateFirst.Portal.Ledger;

/// <summary>Takes e-mail addresses out of what people typed before it goes where it cannot be taken back: the ledger, a public issue.</summary>
public static partial class EmailMask
{
    public const string Instead = "[e-mail address]";

    public static string Apply(string text) => Address().Replace(text, Instead);

    internal static JsonNode? ApplyTo(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, ApplyTo(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(ApplyTo)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Apply(text)),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
