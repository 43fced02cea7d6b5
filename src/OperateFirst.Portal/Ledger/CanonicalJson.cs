using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OperateFirst.Portal.Ledger;

/// <summary>
/// JSON in one written form, so that equal content has equal bytes: RFC 8785 for objects, arrays, strings, booleans, null
/// and whole numbers. Other numbers are refused, since the ledger has none.
/// </summary>
public static class CanonicalJson
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendAll(text, '{', '}', members.OrderBy(member => member.Key, StringComparer.Ordinal), member =>
                {
                    AppendString(text, member.Key);
                    text.Append(':');
                    Append(text, member.Value);
                });
                break;
            case JsonArray items:
                AppendAll(text, '[', ']', items, item => Append(text, item));
                break;
            default:
                AppendValue(text, node.AsValue());
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> parts, Action<T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var part in parts)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            append(part);
        }

        text.Append(close);
    }

    private static void AppendValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendString(text, value.GetValue<string>());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                text.Append(value.GetValue<bool>() ? "true" : "false");
                break;
            case JsonValueKind.Number when long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"The ledger has no way to write {value.ToJsonString()}.", nameof(value));
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
