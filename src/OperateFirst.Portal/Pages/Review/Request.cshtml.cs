using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>One request, for the coordinator it was made to or who stands in. Opening it decides nothing.</summary>
public sealed class RequestModel(RequestReader requests, ProjectReader projects, DecideInvitation decide, UndoDecision undo, TimeProvider time) : PortalPage
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public DecisionForm Input { get; set; } = new();

    public RequestInReview? Shown { get; private set; }

    public ProjectFacts? Facts { get; private set; }

    public Journey? Journey { get; private set; }

    public DateTime NowUtc => time.UtcNow();

    public bool CanDecide => Shown?.Request.State == InvitationState.Waiting && Journey?.IsClosed == false;

    public bool CanUndo => Shown is { Request.IsDecided: true, HasNewer: false } && Journey?.IsClosed == false;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Input.Reason = Input.Sentence;
        Shown = await requests.ReadAsync(Id, cancel);
        (Facts, Journey) = await projects.JourneyAsync(Shown.Request.ProjectId, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await decide.RunAsync(Id, Input.Approve is null ? Input.Decision : "approve", Input.Sentence, Input.Approve ?? Input.Version ?? -1, cancel);
        await LoadAsync(cancel);
        Notice($"{Decided(Shown?.Request.State)} for {Facts?.Slug}", $"{Shown?.Request.RequestedByName} gets an e-mail with your answer. You can take it back on the page of the request.");
        return To(Input.FromQueue ? "/review" : $"/review/{Id}");
    }

    public async Task<IActionResult> OnPostUndoAsync(CancellationToken cancel)
    {
        await undo.RunAsync(Id, Input.Version ?? -1, cancel);
        await LoadAsync(cancel);
        Notice("Your answer is taken back", $"The request waits again, in its old place. {Shown?.Request.RequestedByName} gets an e-mail.");
        return To($"/review/{Id}");
    }

    private static string Decided(InvitationState? state) => state switch
    {
        InvitationState.Approved => "Approved",
        InvitationState.ChangesAsked => "Sent back",
        _ => "Declined",
    };

    public sealed class DecisionForm
    {
        public string? Decision { get; set; }
        public string? Reason { get; set; }

        /// <summary>The queue has a field of its own for each answer that needs a sentence.</summary>
        public string? Change { get; set; }
        public string? Refusal { get; set; }

        /// <summary>The queue is one form, so its buttons bring the version of the request that they approve.</summary>
        public int? Approve { get; set; }

        /// <summary>Of the request that the form showed.</summary>
        public int? Version { get; set; }

        public bool FromQueue { get; set; }

        /// <summary>What was typed for the answer that was chosen.</summary>
        public string? Sentence => Decision switch
        {
            "change" when !string.IsNullOrEmpty(Change) => Change,
            "decline" when !string.IsNullOrEmpty(Refusal) => Refusal,
            _ => Reason,
        };
    }
}
