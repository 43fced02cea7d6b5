namespace OperateFirst.Portal.Pages.Shared;

/// <summary>Said where a list has nothing to show: what that means, what happens next, one link on.</summary>
/// <param name="Icon">The id of a symbol in icons.svg.</param>
public sealed record EmptyState(string Title, string Text, string Icon = "check")
{
    public string? LinkText { get; init; }
    public string? Href { get; init; }

    /// <summary>The heading's level in the page's outline.</summary>
    public int Level { get; init; } = 2;
}
