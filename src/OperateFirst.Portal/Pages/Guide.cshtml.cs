using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Pages;

[OutputCache(PolicyName = VisitorPages.Policy)]
public sealed class GuideModel(PortalContent content) : PageModel
{
    public IReadOnlyList<AgreementText> Agreements => content.Agreements;

    public IReadOnlyList<GuideItem> What => ItemsOf('p');
    public IReadOnlyList<GuideItem> Terms => ItemsOf('t');

    public bool SignedIn => User.Identity?.IsAuthenticated == true;

    public void OnGet()
    {
    }

    private List<GuideItem> ItemsOf(char letter) => [.. content.Guide.Items.Where(item => item.Id.StartsWith(letter))];
}
