using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Pages.Shared;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>Who decides in a coordinator's place, now, later and before.</summary>
public sealed class StandInsModel(
    PortalDbContext db, CurrentAccount me, PortalContent content, AppointStandIn appoint, EndStandIn end, IOptions<SignInOptions> signIn, TimeProvider time) : PortalPage
{
    private const int MostPast = 20;

    [BindProperty]
    public StandInForm Input { get; set; } = new();

    /// <summary>Those that go on or are to come, the first to begin first.</summary>
    public IReadOnlyList<StandIn> Open { get; private set; } = [];

    public IReadOnlyList<StandIn> Past { get; private set; } = [];

    /// <summary>The contacts for whom the reader may appoint; none where the reader only stands in.</summary>
    public IReadOnlyList<Contact> Contacts => appoint.Contacts;

    public IReadOnlyList<string> Providers => signIn.Value.Providers;

    public bool IsOperator => me.IsOperator;

    public DateOnly Today => NewYork.DayOf(time.UtcNow());

    public bool MayEnd(StandIn standIn) => Contacts.Any(contact => contact.Key == standIn.Contact);

    public string ContactName(StandIn standIn) => content.Contacts.FirstOrDefault(contact => contact.Key == standIn.Contact)?.Name ?? standIn.Contact;

    public static string Words(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var (mine, all, today) = (me.Coordinates, me.IsOperator, Today);
        var visible = db.StandIns.AsNoTracking().Where(standIn => all || mine.Contains(standIn.Contact));
        Open = await visible.Where(standIn => standIn.ToDay >= today && standIn.EndedAtUtc == null)
            .OrderBy(standIn => standIn.FromDay).ThenBy(standIn => standIn.Id).ToListAsync(cancel);
        Past = await visible.Where(standIn => standIn.ToDay < today || standIn.EndedAtUtc != null)
            .OrderByDescending(standIn => standIn.ToDay).ThenByDescending(standIn => standIn.Id).Take(MostPast).ToListAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await appoint.RunAsync(Input, cancel);
        Notice("The stand-in is appointed", "They can decide from the first day on, as soon as they sign in.");
        return To("/review/stand-ins");
    }

    public async Task<IActionResult> OnPostEndAsync(Guid standIn, CancellationToken cancel)
    {
        await end.RunAsync(standIn, cancel);
        Notice("Ended", "They can decide no more from their next click on.");
        return To("/review/stand-ins");
    }
}
