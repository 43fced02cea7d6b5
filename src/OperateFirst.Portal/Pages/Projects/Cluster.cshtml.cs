using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Onboarding;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class ClusterModel(ProjectReader reader, MarkClusterAccess mark, PortalContent content) : ProjectPage(reader)
{
    public JourneyStep? Step { get; private set; }

    public Link Onboarding => content.Links.ClusterOnboarding;

    public override async Task LoadAsync(CancellationToken cancel) =>
        Step = (await Reader.JourneyAsync(Project.Id, cancel)).Journey[StepKind.ClusterAccess];

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await mark.RunAsync(Slug, cancel);
        Notice("Step 8 is done", "Your project has access to the cluster.");
        return To(Home);
    }
}
