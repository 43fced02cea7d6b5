using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Pages.Agreements;

[OutputCache(PolicyName = VisitorPages.Policy)]
public sealed class IndexModel(PortalDbContext db) : PageModel
{
    public IReadOnlyList<AgreementVersion> Current { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Current = await db.CurrentAgreementsAsync(cancel);
}
