namespace OperateFirst.Portal.BrowserTests.Hostile;

/// <summary>
/// What somebody types who wants a script to run in another person's browser. Each would call <see cref="Canary"/> where a page, a mail program or a
/// reader of Markdown took it for more than text. None is longer than <see cref="Longest"/>, for which a name has room.
/// </summary>
internal static class Corpus
{
    /// <summary>A function that every page of the test has; being called is the failure.</summary>
    public const string Canary = "ran";

    public const int Longest = 76;

    /// <summary>What the forms take.</summary>
    public static readonly IReadOnlyList<string> Typed =
    [
        // Elements.
        "<script>ran(1)</script>", "<ScRiPt >ran(2)</sCrIpT>", "<script src=data:,ran(3)></script>", "<scr<script>ipt>ran(4)</scr</script>ipt>",
        "<img src=x onerror=ran(5)>", "<img/src=x/onerror=ran(6)//", "<svg onload=ran(7)>", "<svg><script>ran(8)</script></svg>",
        "<svg><animate onbegin=ran(9) attributeName=x dur=1s>", "<math><mtext><img src=x onerror=ran(10)></math>", "<body onload=ran(11)>",
        "<iframe srcdoc='<script>parent.ran(12)</script>'></iframe>", "<iframe src=javascript:parent.ran(13)></iframe>", "<object data=javascript:ran(14)>",
        "<embed src=javascript:ran(15)>", "<details open ontoggle=ran(16)>x</details>", "<input autofocus onfocus=ran(17)>", "<video><source onerror=ran(18)></video>",
        "<link rel=stylesheet href=data:text/css,*{}>", "<base href=//127.0.0.1:9/>", "<meta http-equiv=refresh content='0;url=data:text/html,x'>",

        // Ends of what stands around.
        "</title><script>ran(22)</script>", "</textarea><script>ran(23)</script>", "</script><script>ran(24)</script>", "</style><script>ran(25)</script>",
        "--><script>ran(26)</script>", "]]><script>ran(27)</script>", "</pre></code><img src=x onerror=ran(28)>", "</option></select><img src=x onerror=ran(29)>",

        // Attributes.
        "\" onmouseover=ran(30) autofocus onfocus=ran(30) x=\"", "' autofocus onfocus=ran(31) x='", "\"><img src=x onerror=ran(32)>", "'><svg/onload=ran(33)>",
        "` onfocus=ran(34) autofocus x=`", "x onfocus=ran(35) autofocus", "\"style=\"animation-name:x\"onanimationstart=\"ran(36)",

        // Script contexts, templates, addresses.
        "';ran(37);//", "\";ran(38);//", "${ran(39)}", "{{constructor.constructor('ran(40)')()}} x", "@(ran(41)) @Html.Raw(\"<script>ran(41)</script>\")",
        "javascript:ran(42)//", "JaVaScRiPt&colon;ran(43)", "java&Tab;script:ran(44)", "data:text/html,<script>ran(45)</script>",

        // Entities, encodings, scripts of the world.
        "&lt;script&gt;ran(46)&lt;/script&gt;", "&#60;img src=x onerror=ran(47)&#62;", "%3Cscript%3Eran(48)%3C/script%3E", "\\u003cscript\\u003eran(49)\\u003c/script\\u003e",
        "＜script＞ran(50)＜/script＞", "\u05D0\u200F<b onclick=ran(51)>\u05EA\u200F", "ﬁ\u0301<svg\u00A0onload=ran(52)>", "🎉<img src=x onerror=ran(53)>",

        // Markdown.
        "[x](javascript:ran(54))", "![x](x\"onerror=\"ran(55))", "<javascript:ran(56)>", "[x]: javascript:ran(57)", "```\n<script>ran(58)</script>\n```".ReplaceLineEndings(" "),
        "<!-- --><script>ran(59)</script>", "| a |<img src=x onerror=ran(60)>|", "- [x] <svg onload=ran(61)>",
    ];

    /// <summary>What the forms refuse, but show again.</summary>
    public static readonly IReadOnlyList<string> Refused =
    [
        "java\tscript:ran(62)", "\u202E<script>ran(63)</script>\u2066", "<img src=x\u0000 onerror=ran(64)>", "<svg\u000Conload=ran(65)>", "\u2028<script>ran(66)</script>",
        "+ADw-script+AD4-ran(67)+ADw-/script+AD4-\u0085",
    ];

    /// <summary>Another for each place of each project; as many projects as there are payloads put each into each place.</summary>
    public static string At(int project, int place) => Typed[(project + (place * 11)) % Typed.Count];
}
