using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;

namespace OperateFirst.Portal.Agreements;

/// <summary>
/// At the start: publishes the texts of agreements that have none yet, and stops the program where a published text was
/// changed in its file, since people have accepted what was published.
/// </summary>
internal sealed class PublishFirstVersions(IServiceProvider services, PortalContent content, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await PublishAsync(cancellationToken))
        {
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>False where another process, which starts at the same moment, has published them: they are to be looked at.</returns>
    private async Task<bool> PublishAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var ledger = scope.ServiceProvider.GetRequiredService<PortalLedger>();
        var published = await db.AgreementVersions.AsNoTracking().ToListAsync(cancellationToken);
        foreach (var text in content.Agreements)
        {
            if (published.Find(version => version.Agreement == text.Name && version.Number == text.Version) is { } known)
            {
                RefuseChange(text, known);
            }
            else if (published.TrueForAll(version => version.Agreement != text.Name))
            {
                db.AgreementVersions.Add(AgreementVersion.Publish(text, time.UtcNow()));
                ledger.RecordForPortal(AgreementEvents.Published, null, new JsonObject
                {
                    ["agreement"] = text.Name,
                    ["version"] = text.Version,
                    ["sha256"] = text.Sha256,
                });
            }
        }

        return await db.TrySaveAsync(cancellationToken);
    }

    private static void RefuseChange(AgreementText text, AgreementVersion known)
    {
        if (known.Sha256 == text.Sha256)
        {
            return;
        }

        var (now, then) = (text.Text.Split('\n'), known.Text.Split('\n'));
        var line = now.Zip(then).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new ContentException(
            text.Source with { Line = text.Source.Line + line },
            $"version {text.Version} of the {text.Name} agreement is published and must not change. Put the old text back, or give the new one the number {text.Version + 1}.");
    }
}

public static class AgreementServices
{
    public static IServiceCollection AddAgreements(this IServiceCollection services) => services
        .AddScoped<AcceptAgreement>()
        .AddScoped<PublishVersion>()
        .AddScoped<WithdrawAcceptance>()
        .AddScoped<ReceiptReader>()
        .AddSingleton(new ProvedKind(AgreementEvents.Accepted))
        .AddSingleton(new ProvedKind(AgreementEvents.Withdrawn))
        .AddHostedService<PublishFirstVersions>();
}
