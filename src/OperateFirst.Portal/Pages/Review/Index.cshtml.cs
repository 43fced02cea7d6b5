using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>The requests to the contacts a coordinator decides for, a page at a time.</summary>
public sealed class IndexModel(InvitationQueue queue, Occurrences occurrences, TimeProvider time) : PageModel
{
    private const int MostCounted = 999;

    private QueueFilter? filter;

    [BindProperty(SupportsGet = true, Name = "state")]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "project")]
    public string? Project { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    /// <summary>The request whose answer is being written, and which answer: "change" or "decline".</summary>
    [BindProperty(SupportsGet = true, Name = "answer")]
    public Guid? Answered { get; set; }

    [BindProperty(SupportsGet = true, Name = "with")]
    public string? Answer { get; set; }

    public QueueFilter Filter => filter ?? throw new InvalidOperationException("Not loaded yet.");

    public IReadOnlyList<InvitationTarget> Targets { get; private set; } = [];

    public QueuePage Requests { get; private set; } = new([], null);

    /// <summary>How many wait in all, whatever the filter.</summary>
    public int Waiting { get; private set; }

    public string WaitingWords => Waiting > MostCounted ? $"more than {MostCounted}" : Waiting.ToString(CultureInfo.InvariantCulture);

    /// <summary>The meeting that the page is about; null where it is about several, or a room.</summary>
    public InvitationTarget? OnlyMeeting { get; private set; }

    public DateTime? NextMeetingUtc { get; private set; }

    public bool IsFiltered => Filter.Kind.Length > 0 || Filter.Beginning.Length > 0 || Filter.State != InvitationState.Waiting;

    public CardList Cards => new(Requests.Cards, $"{Request.PathBase}{(IsFiltered || After is not null ? AddressAfter(Filter.After?.Written) : "/review")}", Answered, Answer);

    public string FirstPage => AddressAfter(null);

    public string NextPage => AddressAfter(Requests.Next);

    public EmptyState Empty => (Filter.State, IsFiltered) switch
    {
        _ when Filter.After is not null => new EmptyState("Nothing more", "The requests that were here have been answered meanwhile.") { LinkText = "Back to the first page", Href = FirstPage },
        (_, false) => new EmptyState("Nothing waits for you", "When a project asks for an invite to one of your meetings or rooms, it shows here and you get an e-mail.")
        {
            LinkText = "See approved requests",
            Href = "/review?state=approved",
        },
        (InvitationState.Waiting, _) => new EmptyState("Nothing waits that fits", "No request that waits for you fits this filter. Others may.", "search") { LinkText = "Clear the filter", Href = "/review" },
        (null, _) => new EmptyState("No request fits", "None was ever made that fits this filter.", "search") { LinkText = "Clear the filter", Href = "/review" },
        var (state, _) => new EmptyState($"Nothing is {Words(state)}", $"No request that fits this filter is {Words(state)}.", "search") { LinkText = "Clear the filter", Href = "/review" },
    };

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Targets = queue.Targets;
        filter = QueueFilter.Of(State, Kind, Project, After, Targets.Select(target => target.Name));
        Requests = await queue.ReadAsync(filter, cancel);
        Waiting = await queue.CountWaitingAsync(MostCounted + 1, cancel);
        OnlyMeeting = Targets.Where(target => filter.Kind.Length == 0 || target.Name == filter.Kind).ToList() is [{ Meeting: not null } only] ? only : null;
        if (OnlyMeeting?.Meeting is { } meeting)
        {
            NextMeetingUtc = occurrences.Next(meeting, time.UtcNow(), 1).FirstOrDefault()?.StartUtc;
        }
    }

    private static string Words(InvitationState? state) => QueueFilter.States.First(known => known.State == state).Text.ToLowerInvariant();

    private string AddressAfter(string? after) => QueryHelpers.AddQueryString("/review", new Dictionary<string, string?>
    {
        ["state"] = Filter.StateWord,
        ["kind"] = Filter.Kind.Length > 0 ? Filter.Kind : null,
        ["project"] = Filter.Beginning.Length > 0 ? Filter.Beginning : null,
        ["after"] = after,
    });
}
