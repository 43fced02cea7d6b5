namespace OperateFirst.Portal.Content;

/// <summary>A content file is wrong. The message names file and line and says what to put right.</summary>
public sealed class ContentException(ContentSource source, string problem, Exception? cause = null)
    : Exception($"{source}: {problem}", cause)
{
    /// <summary>The file as named from the content folder, and its line from 1.</summary>
    public ContentSource At { get; } = source;
}
