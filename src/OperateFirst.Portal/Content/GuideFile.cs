using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;

namespace OperateFirst.Portal.Content;

/// <summary>guide.md: one title, then items under headings of the form <c>## T5. User data is not backed up</c>.</summary>
internal static partial class GuideFile
{
    public const string FileName = "guide.md";

    private static readonly string[] RequiredItems = ["P1", "P2", "P3", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"];

    public static GuideText Read(ContentFile file)
    {
        var blocks = Markdown.Parse(file.Text).ToArray();
        if (blocks.FirstOrDefault() is not HeadingBlock { Level: 1 } first || HeadingText(file, first) is not { Length: > 0 } title)
        {
            throw file.Wrong(LineOf(blocks.FirstOrDefault()), "the guide must begin with its title: '# Title'.");
        }

        var items = new List<GuideItem>();
        for (var next = 1; next < blocks.Length;)
        {
            var end = Array.FindIndex(blocks, next + 1, IsItemHeading);
            end = end < 0 ? blocks.Length : end;
            var item = ReadItem(file, blocks[next], end < blocks.Length ? blocks[end].Span.Start : file.Text.Length);
            items.Add(items.All(other => other.Id != item.Id)
                ? item
                : throw file.Wrong(LineOf(blocks[next]), $"the item {item.Id.ToUpperInvariant()} stands twice."));
            next = end;
        }

        var missing = RequiredItems.FirstOrDefault(id => items.All(item => item.Id != id.ToLowerInvariant()));
        return missing is null
            ? new GuideText(title, file.Text, TextHash.Of(file.Text), items)
            : throw file.Wrong(LineOf(first), $"the item {missing} is missing; its heading reads '## {missing}. Title'.");
    }

    private static GuideItem ReadItem(ContentFile file, Block at, int end)
    {
        if (at is not HeadingBlock { Level: 2 } heading || ItemHeading().Match(HeadingText(file, heading)) is not { Success: true } match)
        {
            throw file.Wrong(LineOf(at), "an item must begin with a heading such as '## T5. Title'; a heading inside an item has three # or more.");
        }

        var text = file.Text[(heading.Span.End + 1)..end].Trim();
        return text.Length > 0
            ? new GuideItem(match.Groups["id"].Value.ToLowerInvariant(), match.Groups["title"].Value, text)
            : throw file.Wrong(LineOf(heading), $"the item {match.Groups["id"].Value} has no text.");
    }

    private static bool IsItemHeading(Block block) => block is HeadingBlock { Level: < 3 };

    private static string HeadingText(ContentFile file, HeadingBlock heading) =>
        file.Text[heading.Span.Start..(heading.Span.End + 1)].TrimStart('#').Trim();

    private static int LineOf(Block? block) => (block?.Line ?? 0) + 1;

    [GeneratedRegex(@"^(?<id>[PT][1-9][0-9]?)\. (?<title>\S.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex ItemHeading();
}
