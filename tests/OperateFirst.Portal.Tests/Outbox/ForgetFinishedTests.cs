using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Outbox;

public sealed class ForgetFinishedTests
{
    [Fact]
    public async Task What_was_sent_is_forgotten_after_the_days_set_and_what_is_parked_or_waits_is_not()
    {
        await using var portal = new PortalApp();
        var lead = await portal.LeadAsync();
        await lead.PostAsync("/projects/sigstore-aas/agreements/telemetry", ("Input.Agreed", "true"));
        await portal.DeliverAsync();
        await lead.PostAsync("/projects/sigstore-aas/agreements/commitment", ("Input.Agreed", "true"));
        await portal.ReadAsync(db => db.OutboxMessages.Where(message => message.Kind == "mail.agreement-receipt.v1" && message.State == OutboxState.Queued)
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.State, OutboxState.Parked)));
        Assert.Contains("Receipt to", await lead.ReadAsync("/projects/sigstore-aas"), StringComparison.Ordinal);

        portal.Clock.Advance(TimeSpan.FromDays(89));
        await portal.TickAsync();
        Assert.Equal(1, await CountAsync(portal, OutboxState.Sent));

        portal.Clock.Advance(TimeSpan.FromDays(2));
        await portal.TickAsync();
        Assert.Equal(0, await CountAsync(portal, OutboxState.Sent));
        Assert.Equal(1, await CountAsync(portal, OutboxState.Parked));
        Assert.True(await CountAsync(portal, OutboxState.Queued) >= 1);
        var returned = await portal.SignInAsync("cooktheryan");
        Assert.Contains("accepted the telemetry agreement, version 1.", await returned.ReadAsync("/projects/sigstore-aas/history"), StringComparison.Ordinal);
    }

    private static Task<int> CountAsync(PortalApp portal, OutboxState state) => portal.ReadAsync(db => db.OutboxMessages.CountAsync(message => message.State == state));
}
