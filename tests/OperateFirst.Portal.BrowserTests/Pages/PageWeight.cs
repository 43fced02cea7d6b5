using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;

namespace OperateFirst.Portal.BrowserTests.Pages;

/// <summary>What comes over the wire, heads included, from the portal as it is deployed.</summary>
public sealed class PageWeight(Chromium chromium) : BrowserTest(chromium)
{
    private const int FirstVisit = 120 * 1024;
    private const int FirstVisitWithFonts = 200 * 1024;
    private const int LaterPage = 15 * 1024;

    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task A_first_visit_and_the_pages_after_it_stay_light()
    {
        var port = Loopback.FreePort();
        await using var portal = await PortalProcess.StartAsync(
            data.Path, new Dictionary<string, string?> { ["Portal:Address"] = $"http://127.0.0.1:{port}" }, port, "Development", TestContext.Current.CancellationToken);
        using var lead = await PortalClient.SignInAsync(portal.Address, "cooktheryan");
        await lead.RegisterAsync("sigstore-aas");
        await lead.ConfirmReadingAsync("sigstore-aas");
        await lead.AcceptBothAsync("sigstore-aas");
        await lead.JoinAllAsync("sigstore-aas");
        await lead.AskAsync("sigstore-aas", "chat-room");
        await lead.AskAsync("sigstore-aas", "coordination");

        List<string> tooHeavy = [];
        await VisitAsync(await OpenAsync(portal.Address), ["/", "/guide", "/agreements/telemetry", "/meetings", "/conversation", "/sign-in"], tooHeavy);
        foreach (var first in new[] { "/projects/sigstore-aas", "/projects/sigstore-aas/history" })
        {
            var page = await OpenAsync(portal.Address);
            await lead.EnterAsync(page);
            await VisitAsync(
                page,
                [
                    first, "/projects", "/projects/new?want=onboard", "/projects/sigstore-aas/guide", "/projects/sigstore-aas/invitations/coordination",
                    "/projects/sigstore-aas", "/projects/sigstore-aas/agreements/telemetry/receipt",
                ],
                tooHeavy);
        }

        Assert.Empty(tooHeavy);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        data.Dispose();
    }

    // The first address is a first visit: nothing is in the browser's cache yet. A font that only a later page needs counts as part of it.
    private static async Task VisitAsync(IPage page, string[] addresses, List<string> tooHeavy)
    {
        await using var scale = await Scale.OnAsync(page);
        var first = true;
        var (firstWeight, allFonts) = (0.0, 0.0);
        foreach (var address in addresses)
        {
            scale.Empty();
            await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            var (pageWeight, fonts) = scale.Weight;
            firstWeight = first ? pageWeight : firstWeight;
            allFonts += fonts;
            var heavy = pageWeight > (first ? FirstVisit : LaterPage) || firstWeight + allFonts > FirstVisitWithFonts;
            var report = $"{(first ? "First visit" : "Later page")} {address}: {Bytes(pageWeight)}, with fonts {Bytes(pageWeight + fonts)}\n{scale}";
            TestContext.Current.SendDiagnosticMessage(report);
            if (heavy)
            {
                tooHeavy.Add(report);
            }

            Assert.True(pageWeight > 0, $"Nothing was weighed for {address}.");
            first = false;
        }
    }

    private static string Bytes(double bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Chromium's own count of the bytes that came over the wire for each file.</summary>
    private sealed class Scale(ICDPSession session) : IAsyncDisposable
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, (string Url, bool IsFont)> files = [];
        private readonly Dictionary<string, double> weights = [];

        public (double Page, double Fonts) Weight
        {
            get
            {
                lock (gate)
                {
                    return (
                        weights.Where(file => !files[file.Key].IsFont).Sum(file => file.Value),
                        weights.Where(file => files[file.Key].IsFont).Sum(file => file.Value));
                }
            }
        }

        public static async Task<Scale> OnAsync(IPage page)
        {
            var session = await page.Context.NewCDPSessionAsync(page);
            var scale = new Scale(session);
            session.Event("Network.responseReceived").OnEvent += (_, received) => scale.Add(received);
            session.Event("Network.loadingFinished").OnEvent += (_, finished) => scale.Weigh(finished);
            await session.SendAsync("Network.enable");
            return scale;
        }

        public void Empty()
        {
            lock (gate)
            {
                files.Clear();
                weights.Clear();
            }
        }

        public override string ToString()
        {
            lock (gate)
            {
                return string.Join('\n', weights.OrderByDescending(file => file.Value).Select(file => $"  {Bytes(file.Value),8} {files[file.Key].Url}"));
            }
        }

        public async ValueTask DisposeAsync() => await session.DetachAsync();

        private void Add(JsonElement? received)
        {
            if (received is { } file)
            {
                lock (gate)
                {
                    files[file.GetProperty("requestId").GetString() ?? ""] =
                        (file.GetProperty("response").GetProperty("url").GetString() ?? "", file.GetProperty("type").GetString() == "Font");
                }
            }
        }

        private void Weigh(JsonElement? finished)
        {
            if (finished is { } file && file.GetProperty("requestId").GetString() is { } id)
            {
                lock (gate)
                {
                    if (files.ContainsKey(id))
                    {
                        weights[id] = file.GetProperty("encodedDataLength").GetDouble();
                    }
                }
            }
        }
    }
}
