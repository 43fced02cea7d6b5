using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Pages.Shared;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>A step's state as the label people read.</summary>
public static class StepLabel
{
    /// <param name="isCurrent">True for the one step that is next; other open steps are "open to you".</param>
    public static StateLabel Of(JourneyStep step, bool isCurrent) => step.State switch
    {
        StepState.Done => new StateLabel("done", "Done"),
        StepState.Waiting => new StateLabel("waiting", $"Waiting for {step.WaitsFor}"),
        StepState.Blocked when step.IsPaused => new StateLabel("paused", "Paused"),
        StepState.Blocked => new StateLabel("blocked", $"Blocked by step{(step.BlockedBy.Count > 1 ? "s" : "")} {string.Join(" and ", step.BlockedBy)}"),
        StepState.Stopped => new StateLabel("closed", "Closed"),
        StepState.Overdue => new StateLabel("overdue", "Overdue"),
        _ => isCurrent ? new StateLabel("your-turn", "Your turn") : new StateLabel("open", "Open to you"),
    };
}
