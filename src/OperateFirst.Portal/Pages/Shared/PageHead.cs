using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace OperateFirst.Portal.Pages.Shared;

/// <summary>What the layout shows above the body: the title, one line below it, the way back and the state of the thing shown.</summary>
/// <param name="Title">The page's only h1 and the first part of the window's title.</param>
public sealed record PageHead(string Title)
{
    /// <summary>The window's title where it says more than the heading.</summary>
    public string? WindowTitle { get; init; }

    public string? Lead { get; init; }

    /// <summary>The pages above this one, outermost first; the page itself is added by the layout.</summary>
    public IReadOnlyList<Crumb> Crumbs { get; init; } = [];

    /// <summary>The last word of the breadcrumb where the title is too long for it.</summary>
    public string? CrumbTitle { get; init; }

    public StateLabel? State { get; init; }

    /// <summary>True where the page brings its own h1 and sections, as the home page does.</summary>
    public bool Bare { get; init; }
}

/// <param name="Href">An address within the portal: <c>/projects</c>.</param>
public sealed record Crumb(string Text, string Href);

/// <param name="State">A state that <c>of-label</c> knows.</param>
public sealed record StateLabel(string State, string Text);

public static class PageHeadViewData
{
    private const string Key = "PageHead";

    extension(ViewDataDictionary viewData)
    {
        /// <summary>The head the page has set, or one made of <c>ViewData["Title"]</c> and <c>ViewData["Lead"]</c>.</summary>
        public PageHead Head
        {
            get => viewData[Key] as PageHead
                ?? new PageHead(viewData["Title"] as string ?? "Operate First Portal") { Lead = viewData["Lead"] as string };
            set => viewData[Key] = value;
        }
    }
}
