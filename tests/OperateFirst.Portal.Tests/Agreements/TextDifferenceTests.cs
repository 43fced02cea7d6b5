using OperateFirst.Portal.Agreements;

namespace OperateFirst.Portal.Tests.Agreements;

public sealed class TextDifferenceTests
{
    [Fact]
    public void A_changed_word_is_marked_and_the_rest_of_its_line_is_kept()
    {
        var difference = TextDifference.Between("You may leave.\n", "You may always leave.\n");

        var line = Assert.Single(difference.Lines);
        Assert.Equal(TextChange.Changed, line.Change);
        Assert.Contains(line.Words, words => words is { Change: TextChange.Added } && words.Text.Contains("always", StringComparison.Ordinal));
        Assert.DoesNotContain(line.Words, words => words.Change == TextChange.Removed && words.Text.Contains("leave", StringComparison.Ordinal));
        Assert.Equal(1, difference.WordCount);
    }

    [Fact]
    public void Both_texts_can_be_read_from_it()
    {
        const string Before = "## One\n\nThe first text has words.\n\n- a point\n- another point\n\n## Two\n\nThe end.\n";
        const string After = "## One\n\nThe first text has more words.\n\n- a point\n\n## Two\n\nThe end.\n\nAn addition “é” \U0001F680.\n";
        var difference = TextDifference.Between(Before, After);

        Assert.Contains(difference.Lines, line => line.Change == TextChange.Removed && line.Words[0].Text == "- another point");
        Assert.Contains(difference.Lines, line => line.Change == TextChange.Added && line.Words[0].Text == "An addition “é” \U0001F680.");
        var changed = Assert.Single(difference.Lines, line => line.Change == TextChange.Changed);
        Assert.Equal("The first text has words.", string.Concat(changed.Words.Where(words => words.Change != TextChange.Added).Select(words => words.Text)));
        Assert.Equal("The first text has more words.", string.Concat(changed.Words.Where(words => words.Change != TextChange.Removed).Select(words => words.Text)));
    }

    [Fact]
    public void Equal_texts_have_none_and_unchanged_lines_are_folded()
    {
        Assert.True(TextDifference.Between("a\nb\n", "a\nb\n").IsEmpty);
        Assert.Equal(3, TextDifference.Between("a\nb\nc\nd\n", "a\nb\nc\ne\n").Lines[0].Lines);
    }
}
