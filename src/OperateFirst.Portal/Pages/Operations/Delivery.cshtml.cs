using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>One message: all that is known of it, and what an operator can do about it.</summary>
public sealed class DeliveryModel(DeliveryList list, SendAgain again, GiveUp giveUp, TimeProvider time) : PortalPage
{
    private ListedDelivery? shown;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public ReasonForm Input { get; set; } = new();

    public ListedDelivery Shown => shown ?? throw new InvalidOperationException("Not loaded yet.");

    public DateTime Now { get; private set; }

    public string Home => $"/operations/deliveries/{Id:N}";

    // By its name it would be the handler of a method PAGE.
    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        await LoadAsync(HttpContext.RequestAborted);
        if (shown is null)
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        shown = await list.FindAsync(Id, cancel);
        Now = time.UtcNow();
    }

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancel)
    {
        await again.RunAsync(Id, cancel);
        Notice("It is sent again", "The message waits in the queue with its old number, and goes out in a moment.");
        return To(Home);
    }

    public async Task<IActionResult> OnPostNowAsync(CancellationToken cancel)
    {
        await again.NowAsync(Id, cancel);
        Notice("It is tried now", "The next try follows in a moment.");
        return To(Home);
    }

    public async Task<IActionResult> OnPostGiveUpAsync(CancellationToken cancel)
    {
        await giveUp.RunAsync(Id, Input.Reason, cancel);
        Notice("The message is given up", "The project’s people read why. You can still send it again.");
        return To(Home);
    }

    public sealed class ReasonForm
    {
        public string? Reason { get; set; }
    }
}
