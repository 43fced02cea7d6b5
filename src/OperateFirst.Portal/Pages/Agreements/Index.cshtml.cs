using Microsoft.AspNetCore.Mvc.RazorPages;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Pages.Agreements;

public sealed class IndexModel(PortalDbContext db) : PageModel
{
    public IReadOnlyList<AgreementVersion> Current { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Current = await db.CurrentAgreementsAsync(cancel);
}
