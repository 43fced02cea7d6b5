using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>Every message that the portal promised to send, and what an operator can do about it.</summary>
public sealed class DeliveriesModel(DeliveryList list, LaneForecast forecast, SendAgain again, TimeProvider time) : PortalPage
{
    private const string Home = "/operations/deliveries";

    private DeliveryFilter? filter;

    [BindProperty(SupportsGet = true, Name = "state")]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Beginning { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public DeliveryFilter Filter => filter ?? throw new InvalidOperationException("Not loaded yet.");

    public DeliveryPage Shown { get; private set; } = new([], null);

    public DeliveryCounts Counts { get; private set; } = new(0, 0, 0, 0, null);

    /// <summary>Lanes of which nothing is sent for now.</summary>
    public IReadOnlyList<LaneState> Resting { get; private set; } = [];

    /// <summary>When the last in line goes out; null where all do in a moment.</summary>
    public Turn? LastTurn { get; private set; }

    /// <summary>What becomes of what is queued.</summary>
    public string QueuedWords => (LastTurn, Resting.Count) switch
    {
        ({ } turn, _) => $"the last about {turn.AtUtc.ToString("d MMM HH:mm", CultureInfo.InvariantCulture)} UTC",
        (null, > 0) => "wait for the other side",
        _ => "go out within a minute",
    };

    public DateTime Now { get; private set; }

    /// <summary>The messages of this page that can be sent again with one click; empty for one or none.</summary>
    public IReadOnlyList<Guid> AllParked => Filter.State == DeliveryFilter.Parked && Shown.Rows.Count > 1 ? [.. Shown.Rows.Select(row => row.Message.Id)] : [];

    public string Caption => DeliveryFilter.States.First(known => known.Word == Filter.State).Text is var words && Filter.State.Length > 0 ? $"Deliveries: {words.ToLowerInvariant()}" : "All deliveries";

    public EmptyState Empty => (Filter.After, Filter.IsEmpty) switch
    {
        ({ }, _) => new EmptyState("Nothing more", "The list ends here.") { LinkText = "Back to the first page", Href = AddressOf(null) },
        (null, true) => new EmptyState("Nothing was promised yet", "When projects accept agreements and ask for invites, the e-mails and issues that follow show here."),
        _ => new EmptyState(Filter.State == DeliveryFilter.Parked ? "Nothing needs you" : "No delivery fits", "No message fits this filter.") { LinkText = "See all deliveries", Href = Home },
    };

    public override async Task LoadAsync(CancellationToken cancel)
    {
        filter = DeliveryFilter.Of(State, Kind, Beginning, After);
        Shown = await list.ReadAsync(filter, cancel);
        Counts = await list.CountAsync(cancel);
        Resting = await list.RestingAsync(cancel);
        LastTurn = await forecast.OfLastAsync(cancel);
        Now = time.UtcNow();
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancel)
    {
        await again.RunAsync(id, cancel);
        return Done("It is sent again", "The message waits in the queue with its old number, and goes out in a moment.");
    }

    public async Task<IActionResult> OnPostNowAsync(Guid id, CancellationToken cancel)
    {
        await again.NowAsync(id, cancel);
        return Done("It is tried now", "The next try follows in a moment.");
    }

    public async Task<IActionResult> OnPostAllAsync(Guid[] ids, CancellationToken cancel)
    {
        var count = await again.RunAllAsync(ids, cancel);
        return Done(count == 1 ? "One message is sent again" : $"{count} messages are sent again", "Each keeps its old number.");
    }

    /// <summary>This list with its filters, from another place on.</summary>
    public string AddressOf(Guid? after) => Address(null, after);

    /// <summary>Where a form of this list goes, so that the answer shows the same list.</summary>
    public string PostAddress(string handler) => Address(handler, Filter.After);

    public static string Words(int count) => count == DeliveryList.MostCounted
        ? $"{DeliveryList.MostCounted.ToString("N0", CultureInfo.InvariantCulture)}+"
        : count.ToString(CultureInfo.InvariantCulture);

    private RedirectResult Done(string title, string text)
    {
        filter = DeliveryFilter.Of(State, Kind, Beginning, After);
        Notice(title, text);
        return To(Address(null, filter.After));
    }

    private string Address(string? handler, Guid? after) => QueryHelpers.AddQueryString(Home, new Dictionary<string, string?>
    {
        ["handler"] = handler,
        ["state"] = Filter.State.Length > 0 ? Filter.State : null,
        ["kind"] = Filter.Kind.Length > 0 ? Filter.Kind : null,
        ["q"] = Filter.Beginning.Length > 0 ? Filter.Beginning : null,
        ["after"] = after?.ToString("N"),
    });
}
