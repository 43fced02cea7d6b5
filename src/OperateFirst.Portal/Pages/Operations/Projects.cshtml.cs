using Microsoft.AspNetCore.Mvc.RazorPages;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>At which step projects stand, how long the steps take, and the projects themselves.</summary>
public sealed class ProjectsModel(Funnel funnel, AgreementStatus status) : PageModel
{
    private const string Path = "/operations/projects";

    public StatusFilter Filter { get; private set; } = StatusFilter.Of(null, null, null, null, null, null);

    public StatusPage Found { get; private set; } = new([], null, false);

    public FunnelPicture Picture { get; private set; } = new(new StatusCounts(default, [], null), default, []);

    public StatusPager Pager => StatusPager.Of(Path, Filter, Found);

    public async Task OnGetAsync(StatusQuery query, CancellationToken cancel)
    {
        Filter = query.Filter;
        Picture = await funnel.ReadAsync(cancel);
        Found = await status.ReadAsync(Filter, cancel);
    }
}
