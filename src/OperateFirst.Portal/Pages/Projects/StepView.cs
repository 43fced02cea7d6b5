using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

/// <param name="Home">The project's address.</param>
/// <param name="IsCurrent">True for the one step that is next.</param>
/// <param name="DaysWaited">Business days since the step's state holds.</param>
public sealed record StepView(JourneyStep Step, string Home, bool IsCurrent, int DaysWaited);
