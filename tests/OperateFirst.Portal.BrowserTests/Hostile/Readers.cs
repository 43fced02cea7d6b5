using System.Collections.Concurrent;
using Microsoft.Playwright;
using OperateFirst.Portal.BrowserTests.TestSupport;

namespace OperateFirst.Portal.BrowserTests.Hostile;

/// <summary>A browser for each person, in which a script that runs is noticed and what could be one is found.</summary>
/// <param name="people">By name; nobody is signed in under the empty one.</param>
/// <param name="open">A new person's page.</param>
internal sealed class Readers(IReadOnlyDictionary<string, PortalClient> people, Func<Task<IPage>> open)
{
    // Anything that leads to a script, or that only a payload would have made.
    private const string Suspects = """
        () => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => [e, a])).filter(([e, a]) =>
            a.name.startsWith('on') || a.name === 'srcdoc' || a.name === 'style' && !document.body.matches('[data-mail]') ||
            ['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].includes(a.name) && /^[\s\x00-\x1f]*(javascript|vbscript|data)\s*:/i.test(a.value))
          .map(([e, a]) => `${e.tagName} ${a.name}=${a.value}`)
          .concat([...document.querySelectorAll('script, iframe, object, embed, base, svg script, animate')]
            .filter(e => !/^<script type="module" src="\/portal\.[a-z0-9.]+"><\/script>$/.test(e.outerHTML)).map(e => e.outerHTML))
        """;

    private readonly ConcurrentQueue<string> findings = new();
    private readonly Dictionary<string, IPage> pages = [];

    public IReadOnlyList<string> Findings => [.. findings];

    public void Report(string finding) => findings.Enqueue(finding);

    public async Task VisitAsync(string persona, IEnumerable<string> paths)
    {
        var page = await PageAsync(persona);
        foreach (var path in paths)
        {
            await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
            await ExamineAsync(page, $"{path} for {persona}");
        }
    }

    /// <summary>Opens what was answered to somebody else, under the portal's own address.</summary>
    public async Task ShowAsync(string html, string place)
    {
        var page = await PageAsync("");
        await page.RouteAsync("**/as-answered", route => route.FulfillAsync(new RouteFulfillOptions { Body = html, ContentType = "text/html; charset=utf-8" }));
        await page.GotoAsync("/as-answered", new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.UnrouteAllAsync();
        await ExamineAsync(page, place);
    }

    private async Task ExamineAsync(IPage page, string place)
    {
        foreach (var found in await page.EvaluateAsync<string[]>(Suspects))
        {
            Report($"{place}: {found}");
        }
    }

    private async Task<IPage> PageAsync(string persona)
    {
        if (pages.TryGetValue(persona, out var opened))
        {
            return opened;
        }

        var page = await open();
        await page.Context.ExposeFunctionAsync(Corpus.Canary, (int number) => Report($"payload {number} ran at {page.Url}"));
        page.Dialog += (_, dialog) => Report($"a dialog at {page.Url}: {dialog.Message}");
        if (persona.Length > 0)
        {
            await people[persona].EnterAsync(page);
        }

        return pages[persona] = page;
    }
}
