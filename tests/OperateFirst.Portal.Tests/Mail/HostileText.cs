using FsCheck;
using FsCheck.Fluent;

namespace OperateFirst.Portal.Tests.Mail;

/// <summary>Texts put together from what ends a line, a header, a parameter, a part, a calendar line, and from letters of all kinds.</summary>
public sealed record HostileText(string Value)
{
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029", "\0", "\t", "\v", "\f", " ", "\r\n ", "\r\n\t", "\r\n\r\n", "\n.\r\n", "Bcc: victim@example.com", "Cc:victim@example.com",
        "To: victim@example.com", "Content-Type: text/html", "Content-Transfer-Encoding: base64", "X-Header: 1", "Subject: other", "=?utf-8?q?", "=0D=0A", "?=", "=?utf-8?q?=0D=0ABcc:_victim@example.com?=",
        "=?utf-8?b?DQpCY2M6IHZpY3RpbUBleGFtcGxlLmNvbQ==?=", "=?", "\"", "\\", "\\\"", "<victim@example.com>", "<", ">", ",", ";", ":", "(", ")", "[", "]", "@", "group:victim@example.com;",
        "é", "ß", "日本", "🎉", "\uD800", "\uDC00", "\u202E", "\u2066", "\uFEFF", "\u00AD", "\u200B", "^", "^n", "^'", "%0d%0a", "%", "BEGIN:VALARM", "END:VEVENT", "END:VCALENDAR",
        "ATTENDEE:mailto:victim@example.com", "ORGANIZER;CN=x:mailto:victim@example.com", "\\n", "\\;", "\\,", ";CN=", "=", "--alternative-", "--mixed-", "--", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "ééééééééééééééééééééééééééééééééééééééééééé", "Eve", "a", "x y", "-- ", ".", "..", "From ", "\u001B[31m", "\u007F", "&#13;&#10;", "<!--", "</title>",
    ];

    public static Arbitrary<HostileText> Any { get; } = Arb.From(
        Gen.Elements(Pieces).NonEmptyListOf().Resize(12).Select(pieces => new HostileText(string.Concat(pieces))),
        text => text.Value.Length > 1 ? [new HostileText(text.Value[..(text.Value.Length / 2)]), new HostileText(text.Value[(text.Value.Length / 2)..])] : []);

    public override string ToString() => System.Text.Json.JsonSerializer.Serialize(Value);
}
