using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>The versions of each agreement and the drafts of the content files.</summary>
public sealed class TextsModel(PortalDbContext db, PortalContent content) : PageModel
{
    public IReadOnlyList<AgreementTexts> Agreements { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var versions = await db.AgreementVersions.AsNoTracking().OrderByDescending(version => version.Number).ToListAsync(cancel);
        Agreements =
        [
            .. content.Agreements.Select(file => file.Name)
                .OrderBy(name => name == AgreementNames.Telemetry ? 0 : 1)
                .Select(name => new AgreementTexts(
                    name,
                    [.. versions.Where(version => version.Agreement == name)],
                    content.Agreements.First(file => file.Name == name))),
        ];
    }

    /// <param name="Versions">Newest first.</param>
    public sealed record AgreementTexts(string Name, IReadOnlyList<AgreementVersion> Versions, AgreementText File)
    {
        public string Title => Versions[0].Title;

        public AgreementText? Draft => File.Version > Versions[0].Number ? File : null;

        public bool DraftIsSame => File.Sha256 == Versions[0].Sha256;
    }
}
