using OperateFirst.Portal.Pages.Shared;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>The links above every page for operators.</summary>
public static class OperationsMenu
{
    private static readonly (string Text, string Href)[] Links =
    [
        ("Agreements", "/operations/agreements"),
        ("Projects", "/operations/projects"),
        ("Deliveries", "/operations/deliveries"),
        ("Issues", "/operations/issues"),
        ("Texts", "/operations/texts"),
        ("Pauses", "/operations/holds"),
        ("Stand-ins", "/review/stand-ins"),
        ("Ledger", "/operations/ledger"),
    ];

    public static IReadOnlyList<MenuItem> For(PathString path) => [.. Links.Select(link => new MenuItem(link.Text, link.Href, path.StartsWithSegments(link.Href)))];
}
