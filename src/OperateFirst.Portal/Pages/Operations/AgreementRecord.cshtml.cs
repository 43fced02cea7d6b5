using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Operations;

/// <summary>What one project accepted and withdrew: who, when, which text, and what proves it.</summary>
public sealed class AgreementRecordModel(AgreementRecordReader reader, TimeProvider time) : PortalPage
{
    [FromRoute(Name = "slug")]
    public string Slug { get; set; } = "";

    public AgreementRecord? Record { get; private set; }

    public DateTime Now { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Now = time.UtcNow();
        Record = await reader.ReadAsync(Slug, cancel);
    }
}
