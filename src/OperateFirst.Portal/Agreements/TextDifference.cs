using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace OperateFirst.Portal.Agreements;

/// <summary>What was done to a piece of a text from one version to the next.</summary>
public enum TextChange
{
    Same,
    Added,
    Removed,

    /// <summary>Of a line: some of its words were added or removed.</summary>
    Changed,
}

public sealed record ChangedWords(TextChange Change, string Text);

/// <param name="Words">The line in order, old and new words side by side; one piece where the whole line is the same, added or removed.</param>
public sealed record ChangedLine(TextChange Change, IReadOnlyList<ChangedWords> Words)
{
    /// <summary>How many lines it stands for: unchanged ones are folded into one.</summary>
    public int Lines { get; init; } = 1;
}

/// <summary>The word-level difference of two versions, line by line; DiffPlex compares.</summary>
public sealed record TextDifference(IReadOnlyList<ChangedLine> Lines)
{
    /// <summary>Words added or removed.</summary>
    public int WordCount => Lines.Where(line => line.Change != TextChange.Same)
        .SelectMany(line => line.Words).Where(words => words.Change != TextChange.Same)
        .Sum(words => words.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);

    public bool IsEmpty => Lines.All(line => line.Change == TextChange.Same);

    public static TextDifference Between(string before, string after)
    {
        var model = SideBySideDiffBuilder.Diff(before, after, ignoreWhiteSpace: false, ignoreCase: false);
        var lines = new List<ChangedLine>();
        foreach (var (old, now) in model.OldText.Lines.Zip(model.NewText.Lines))
        {
            // A blank line more or less says nothing; it would only be noise beside the words.
            if (string.IsNullOrWhiteSpace(old.Text) && string.IsNullOrWhiteSpace(now.Text))
            {
                continue;
            }

            Add(lines, LineOf(old, now));
        }

        return new TextDifference(lines);
    }

    private static void Add(List<ChangedLine> lines, ChangedLine line)
    {
        if (line.Change == TextChange.Same && lines is [.., { Change: TextChange.Same } folded])
        {
            lines[^1] = folded with { Lines = folded.Lines + 1 };
        }
        else
        {
            lines.Add(line);
        }
    }

    private static ChangedLine LineOf(DiffPiece old, DiffPiece now) => (old.Type, now.Type) switch
    {
        (ChangeType.Unchanged, _) => new ChangedLine(TextChange.Same, [new ChangedWords(TextChange.Same, now.Text ?? "")]),
        (ChangeType.Imaginary, _) => new ChangedLine(TextChange.Added, [new ChangedWords(TextChange.Added, now.Text ?? "")]),
        (_, ChangeType.Imaginary) => new ChangedLine(TextChange.Removed, [new ChangedWords(TextChange.Removed, old.Text ?? "")]),
        _ => new ChangedLine(TextChange.Changed, [.. Joined(WordsOf(old, now))]),
    };

    // Both sides have the same number of pieces; where one has none, its piece is imaginary.
    private static IEnumerable<ChangedWords> WordsOf(DiffPiece old, DiffPiece now)
    {
        foreach (var (before, after) in old.SubPieces.Zip(now.SubPieces))
        {
            if (before.Type == ChangeType.Unchanged)
            {
                yield return new ChangedWords(TextChange.Same, after.Text ?? "");
                continue;
            }

            if (before.Text is { Length: > 0 } removed)
            {
                yield return new ChangedWords(TextChange.Removed, removed);
            }

            if (after.Text is { Length: > 0 } added)
            {
                yield return new ChangedWords(TextChange.Added, added);
            }
        }
    }

    private static List<ChangedWords> Joined(IEnumerable<ChangedWords> pieces)
    {
        var joined = new List<ChangedWords>();
        foreach (var piece in pieces)
        {
            if (joined is [.., var last] && last.Change == piece.Change)
            {
                joined[^1] = last with { Text = last.Text + piece.Text };
            }
            else
            {
                joined.Add(piece);
            }
        }

        return joined;
    }
}
