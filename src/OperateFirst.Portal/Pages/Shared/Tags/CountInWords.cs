using System.Globalization;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary>Small numbers as words, as running text has them.</summary>
public static class CountInWords
{
    private static readonly string[] Words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    public static string Of(int count) =>
        count >= 0 && count < Words.Length ? Words[count] : count.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same at the beginning of a sentence.</summary>
    public static string First(int count)
    {
        var word = Of(count);
        return $"{char.ToUpperInvariant(word[0])}{word[1..]}";
    }
}
