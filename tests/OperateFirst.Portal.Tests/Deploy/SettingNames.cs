using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>Says whether an environment variable sets something: of the portal, by its options classes, or of what it is built on.</summary>
internal static partial class SettingNames
{
    private static readonly Type[] Options = [.. typeof(Program).Assembly.GetTypes().Where(type => SectionOf(type) is not null)];

    /// <param name="variable">Such as <c>Proxies__Networks__0</c>.</param>
    public static bool Has(string variable)
    {
        if (OfOthers().IsMatch(variable))
        {
            return true;
        }

        var parts = variable.Split("__");
        return parts.Length > 1 && Options.Any(type => SectionOf(type) == parts[0] && Leads(type, parts.AsSpan(1)));
    }

    private static string? SectionOf(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } section ? (string?)section.GetRawConstantValue() : null;

    private static bool Leads(Type type, ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
        {
            return type == typeof(string) || type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return Leads(type.GetGenericArguments()[1], parts[1..]);
        }

        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            var element = type.IsArray ? type.GetElementType() : type.GetGenericArguments()[0];
            return element is not null && int.TryParse(parts[0], out _) && Leads(element, parts[1..]);
        }

        return type.GetProperty(parts[0]) is { SetMethod: not null } property && Leads(property.PropertyType, parts[1..]);
    }

    [GeneratedRegex("^(ASPNETCORE_(ENVIRONMENT|URLS|HTTP_PORTS)|DOTNET_EnableDiagnostics|HOME|MALLOC_ARENA_MAX|PORTAL_OPTIONS|OTEL_[A-Z_]+)$")]
    private static partial Regex OfOthers();
}
