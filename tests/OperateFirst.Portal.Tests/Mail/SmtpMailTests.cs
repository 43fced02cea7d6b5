using System.Globalization;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Outbox;
using Xunit;

namespace OperateFirst.Portal.Tests.Mail;

public sealed class SmtpMailTests
{
    [Fact]
    public async Task An_e_mail_is_handed_to_the_server()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var rooms = await OpenAskedAsync(server, "*@example.org");

        await rooms.DeliverAsync();

        var message = await rooms.MessageAsync(InvitationEvents.RequestedMail);
        Assert.Equal((OutboxState.Sent, "Accepted by the mail server"), (message.State, message.Result));
        Assert.Equal(2, server.Received.Count);
        Assert.Contains("From: Operate First Portal <portal@example.org>", server.Received[0].Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_production_only_listed_people_are_mailed()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var rooms = await OpenAskedAsync(server, DeliveryRooms.LeadEmail);

        await rooms.DeliverAsync();

        var message = await rooms.MessageAsync(InvitationEvents.RequestedMail);
        Assert.Equal(OutboxState.Parked, message.State);
        Assert.Contains("not in Smtp:AllowedRecipients", message.LastError, StringComparison.Ordinal);
        Assert.Equal(OutboxState.Sent, (await rooms.MessageAsync(InvitationEvents.ReceivedMail)).State);
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData("*@ample.org")]
    [InlineData("*@example.or")]
    [InlineData("ill@example.org")]
    public async Task A_list_entry_covers_a_whole_domain_or_a_whole_address(string entry)
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var rooms = await OpenAskedAsync(server, entry);

        await rooms.DeliverAsync();

        Assert.Equal(OutboxState.Parked, (await rooms.MessageAsync(InvitationEvents.RequestedMail)).State);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such user", OutboxState.Parked, "refused the recipient: correct the address. It says: 550 5.1.1 no such user")]
    [InlineData("RCPT", "451 4.7.1 greylisted", OutboxState.Queued, "try later. It says: 451 4.7.1 greylisted")]
    [InlineData("MAIL", "553 5.7.1 not yours", OutboxState.Queued, "Smtp:SenderAddress")]
    [InlineData("MAIL", "530 5.7.0 sign in first", OutboxState.Queued, "set Smtp:User and Smtp:Password")]
    [InlineData(".", "554 5.6.0 too odd", OutboxState.Parked, "refused the e-mail. It says: 554 5.6.0 too odd")]
    [InlineData(".", null, OutboxState.Queued, "connection to the mail server")]
    public async Task A_refusal_is_told_in_the_servers_words(string verb, string? answer, OutboxState state, string sentence)
    {
        await using var server = ScriptedSmtpServer.Start();
        server.Answers[verb] = answer;
        await using var rooms = await OpenAskedAsync(server, "*@example.org");

        await rooms.DeliverAsync();

        var message = await rooms.MessageAsync(InvitationEvents.RequestedMail);
        Assert.Equal(state, message.State);
        Assert.Contains(sentence, message.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_farewell_sends_nothing_twice()
    {
        await using var server = ScriptedSmtpServer.Start();
        server.Answers["QUIT"] = null;
        await using var rooms = await OpenAskedAsync(server, "*@example.org");

        await rooms.DeliverAsync();

        Assert.Equal(OutboxState.Sent, (await rooms.MessageAsync(InvitationEvents.RequestedMail)).State);
        Assert.Equal(2, server.Received.Count);
    }

    [Fact]
    public async Task An_e_mail_whose_answer_was_lost_goes_again_under_the_same_id()
    {
        await using var server = ScriptedSmtpServer.Start();
        server.Answers["."] = null;
        await using var rooms = await OpenAskedAsync(server, "*@example.org");
        await rooms.DeliverAsync();
        server.Answers.Remove(".");

        rooms.Time.Advance(TimeSpan.FromMinutes(1));
        await rooms.DeliverAsync();

        var id = $"Message-Id: <{(await rooms.MessageAsync(InvitationEvents.RequestedMail)).Id:N}@portal.example.org>";
        Assert.Equal(2, server.Received.Count(mail => mail.Contains(id, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_server_without_tls_gets_no_e_mail_where_tls_is_set()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var rooms = await OpenAskedAsync(server, "*@example.org", tls: "StartTls");

        await rooms.DeliverAsync();

        Assert.Empty(server.Received);
        Assert.Contains("check Smtp:Tls", (await rooms.MessageAsync(InvitationEvents.RequestedMail)).LastError, StringComparison.Ordinal);
    }

    private static async Task<DeliveryRooms> OpenAskedAsync(ScriptedSmtpServer server, string allowed, string tls = "None")
    {
        var rooms = await DeliveryRooms.OpenAsync(new Dictionary<string, string?>
        {
            ["Deliveries:Mail"] = "Smtp",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["Smtp:Tls"] = tls,
            ["Smtp:SenderAddress"] = "portal@example.org",
            ["Smtp:AllowedRecipients:0"] = allowed,
        });
        await rooms.RegisterAsync();
        await rooms.AskAsync();
        return rooms;
    }
}
