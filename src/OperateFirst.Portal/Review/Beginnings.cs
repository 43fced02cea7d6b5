using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Review;

/// <summary>Look-ups by the beginning of a text, as a stretch of its index: from the beginning itself up to <see cref="EndOf"/>.</summary>
internal static class Beginnings
{
    private const int Longest = 80;

    /// <summary>As it is compared, from what somebody typed or an address holds.</summary>
    public static string Of(string? typed) => FieldChecks.Printable(typed ?? "", Longest).ToLowerInvariant();

    /// <summary>Sorts behind whatever follows the same beginning, in UTF-8 as in UTF-16.</summary>
    public static string EndOf(string beginning) => beginning + "\U0010FFFF";
}
