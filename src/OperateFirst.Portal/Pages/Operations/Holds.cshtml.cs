using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Pages.Shared;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>What is paused, by whom and with which words; to pause, and to end a pause.</summary>
public sealed class HoldsModel(PortalDbContext db, StartHold start, EndHold end, PortalContent content, TimeProvider time) : PortalPage
{
    private const string Home = "/operations/holds";
    private const int MostPast = 20;

    [BindProperty]
    public HoldForm Input { get; set; } = new();

    public IReadOnlyList<Hold> Active { get; private set; } = [];

    /// <summary>The last ones that ended, newest first.</summary>
    public IReadOnlyList<Hold> Past { get; private set; } = [];

    /// <summary>What is not paused now.</summary>
    public IReadOnlyList<HoldTarget> Targets => [.. content.HoldTargets.Where(target => Active.All(hold => hold.Target != target.Name))];

    public DateTime Now { get; private set; }

    public string TitleOf(Hold hold) => content.HoldTargets.FirstOrDefault(target => target.Name == hold.Target)?.Title ?? hold.Target;

    /// <summary>"Tue 1 Dec 2026": the last day of the pause in New York.</summary>
    public static string LastDay(DateTime untilUtc) => NewYork.DayOf(untilUtc.AddMilliseconds(-1)).ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Now = time.UtcNow();
        var now = Now;
        Active = await db.Holds.AsNoTracking().Where(hold => hold.EndedAtUtc == null && (hold.UntilUtc == null || hold.UntilUtc > now))
            .OrderBy(hold => hold.FromUtc).ToListAsync(cancel);
        var newest = await db.Holds.AsNoTracking().OrderByDescending(hold => hold.FromUtc).Take(MostPast + Active.Count).ToListAsync(cancel);
        Past = [.. newest.Where(hold => hold.EndAt(now) is not null).Take(MostPast)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await start.RunAsync(Input, cancel);
        Notice("It is paused", "Leads see the sentence on the step at once.");
        return To(Home);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid hold, CancellationToken cancel)
    {
        await end.RunAsync(hold, cancel);
        Notice("The pause has ended", "Leads can go on at once.");
        return To(Home);
    }
}
