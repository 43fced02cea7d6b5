using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Mail;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Hosting;
using OperateFirst.Portal.Tests.Mail;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deliveries;

/// <summary>MailKit against mail servers that misbehave: what is delivered in the end, what is parked, and what people read.</summary>
public sealed class MailFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_greylisted_mail_is_delivered_later_under_the_same_id()
    {
        await using var mail = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await using var portal = PortalWith(mail.Port);
        await PromiseAsync(portal, "bill@example.org");
        await mail.GreylistAsync(1);

        await portal.DispatchAsync();
        Assert.Empty(mail.Received);
        Assert.Contains("try later", Assert.Single(await portal.MessagesAsync()).LastError, StringComparison.Ordinal);
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        await portal.DispatchAsync();

        var message = Assert.Single(await portal.MessagesAsync());
        Assert.Equal(OutboxState.Sent, message.State);
        Assert.StartsWith($"{message.Id:N}@", Assert.Single(mail.Received).Message.MessageId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_refused_recipient_is_parked_and_the_others_get_theirs(int refused)
    {
        string[] people = ["ada@example.org", "bill@example.org", "carol@example.org"];
        await using var mail = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await using var portal = PortalWith(mail.Port);
        foreach (var person in people)
        {
            await PromiseAsync(portal, person);
        }

        foreach (var person in people[..refused])
        {
            await mail.RejectAsync(person);
        }

        await portal.DispatchAsync();
        portal.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await portal.DispatchAsync());

        Assert.Equal(people[refused..], mail.Received.Select(received => received.To).Order(StringComparer.Ordinal));
        var parked = (await portal.MessagesAsync()).Where(message => message.State == OutboxState.Parked).ToList();
        Assert.Equal(people[..refused], parked.Select(message => message.Recipient).Order(StringComparer.Ordinal));
        Assert.All(parked, message => Assert.Equal((1, true), (message.Attempts, message.LastError.Contains("550 No such mailbox", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task After_a_connection_that_dropped_after_the_data_there_is_one_more_copy_at_most_and_it_is_the_same()
    {
        await using var mail = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await using var portal = PortalWith(mail.Port);
        await PromiseAsync(portal, "bill@example.org");
        await mail.DropAfterDataAsync(1, keep: true);

        await portal.DispatchAsync();
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        await portal.DispatchAsync();

        Assert.Equal(OutboxState.Sent, Assert.Single(await portal.MessagesAsync()).State);
        Assert.Equal(2, mail.Received.Count);
        Assert.Single(mail.Received.Select(received => received.Message.ToString()).Distinct());
    }

    [Theory]
    [InlineData("StartTls", "", "its certificate is not trusted")]
    [InlineData("None", "portal:wrong", "refused Smtp:User with Smtp:Password")]
    public async Task What_the_settings_have_wrong_is_tried_a_few_times_and_the_other_mails_wait(string tls, string login, string sentence)
    {
        await using var mail = await SmtpSink.StartAsync(login.Length > 0 ? "portal:right" : null, startTls: tls == "StartTls", cancellationToken: Cancellation);
        await using var portal = PortalWith(mail.Port, tls, login);
        for (var number = 0; number < 20; number++)
        {
            await PromiseAsync(portal, $"person{number}@example.org");
        }

        await portal.DispatchAsync();

        Assert.Empty(mail.Received);
        var messages = await portal.MessagesAsync();
        Assert.All(messages, message => Assert.Equal(OutboxState.Queued, message.State));
        Assert.InRange(messages.Count(message => message.Attempts > 0), 1, 4);
        Assert.All(messages.Where(message => message.Attempts > 0), message => Assert.Contains(sentence, message.LastError, StringComparison.Ordinal));
        using var operators = portal.Visit();
        await operators.OpenAsync("/sign-in?returnUrl=%2Foperations%2Fdeliveries");
        await operators.PressAsync("Sign in as operator");
        Assert.Contains("No e-mail is sent until", operators.Text, StringComparison.Ordinal);
        Assert.Contains(sentence, operators.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_the_portal_itself_parks_nothing()
    {
        await using var mail = ScriptedSmtpServer.Start();
        (mail.Answers["EHLO"], mail.Answers["HELO"]) = ("554 5.7.1 your network is blocked", "554 5.7.1 your network is blocked");
        await using var portal = PortalWith(mail.Port);
        for (var number = 0; number < 20; number++)
        {
            await PromiseAsync(portal, $"person{number}@example.org");
        }

        await portal.DispatchAsync();

        var messages = await portal.MessagesAsync();
        Assert.All(messages, message => Assert.Equal(OutboxState.Queued, message.State));
        Assert.InRange(messages.Count(message => message.Attempts > 0), 1, 4);
        Assert.Contains(messages, message => message.LastError.Contains("your network is blocked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silent_mail_server_holds_up_neither_a_person_nor_an_issue()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var portal = PortalWith(((IPEndPoint)silent.LocalEndpoint).Port);
        using var lead = new Lead(portal.Visit(), "sigstore-aas");
        await lead.RegisterAsync();
        await lead.AcceptAsync("telemetry");
        var dispatching = portal.DispatchAsync();
        using var waiting = await silent.AcceptTcpClientAsync(Cancellation);

        await lead.AcceptAsync("commitment");
        await portal.DispatchAsync();
        Assert.Contains("Issue #1 opened", await lead.DeliveriesAsync(), StringComparison.Ordinal);
        await dispatching;

        var failed = (await portal.MessagesAsync()).Where(message => message.Attempts == 1 && message.State == OutboxState.Queued).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, message => Assert.Equal("The mail server did not answer in time.", message.LastError));
        Assert.Contains("Next try", await lead.DeliveriesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_thousand_mails_with_one_that_cannot_be_delivered_all_others_are()
    {
        await using var mail = await SmtpSink.StartAsync(cancellationToken: Cancellation);
        await using var portal = PortalWith(mail.Port, timeout: "00:01:00");
        await portal.ReadAsync(db =>
        {
            for (var number = 0; number < 1_000; number++)
            {
                db.Enqueue(Draft(number == 500 ? "poison@example.org" : $"person{number}@example.org"), portal.Time.UtcNow());
            }

            return db.SaveChangesAsync(Cancellation);
        });
        await mail.RejectAsync("poison@example.org");

        while (await portal.DispatchAsync() > 0)
        {
        }

        var states = (await portal.MessagesAsync()).ToLookup(message => message.State, message => message.Recipient);
        Assert.Equal("poison@example.org", Assert.Single(states[OutboxState.Parked]));
        Assert.Equal(999, states[OutboxState.Sent].Count());
        Assert.Equal(states[OutboxState.Sent].Order(StringComparer.Ordinal), mail.Received.Select(received => received.To).Order(StringComparer.Ordinal));
    }

    private static InProcessPortal PortalWith(int port, string tls = "None", string login = "", string timeout = "00:00:01") => new(new()
    {
        ["Deliveries:Mail"] = "Smtp",
        ["Smtp:Host"] = "127.0.0.1",
        ["Smtp:Port"] = port.ToString(CultureInfo.InvariantCulture),
        ["Smtp:Tls"] = tls,
        ["Smtp:Timeout"] = timeout,
        ["Smtp:User"] = login.Split(':')[0],
        ["Smtp:Password"] = login.Split(':')[^1],
        ["Smtp:SenderAddress"] = "portal@example.org",
        ["Smtp:AllowedRecipients:0"] = "*@example.org",
    }, services => services.AddScoped<IMessageHandler, LetterHandler>());

    private static Task<int> PromiseAsync(InProcessPortal portal, string recipient) => portal.ReadAsync(db =>
    {
        db.Enqueue(Draft(recipient), portal.Time.UtcNow());
        return db.SaveChangesAsync(Cancellation);
    });

    private static MessageDraft Draft(string recipient) => new(LetterHandler.KindName, null, Guid.NewGuid(), "Letter") { Recipient = recipient };

    private sealed class LetterHandler(MailDelivery mail) : IMessageHandler
    {
        public const string KindName = "mail.letter.v1";

        public string Kind => KindName;

        public Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel) => mail.SendAsync(message, "sigstore-aas", Text, cancel);

        private static MailText Text => new()
        {
            Subject = "A letter",
            Preview = "A letter.",
            Heading = "A letter",
            Greeting = "Hello,",
            Paragraphs = ["This is a letter."],
            FactsTitle = "Facts",
            Facts = [],
            Button = new MailLink("Open", "https://portal.example.org/"),
            ButtonNote = "",
            SmallPrint = "",
        };
    }
}
