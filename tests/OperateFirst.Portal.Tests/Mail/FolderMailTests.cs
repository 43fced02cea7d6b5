using System.Security.Cryptography;
using MimeKit;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Tests.GitHub;
using OperateFirst.Portal.Tests.Outbox;
using Xunit;

namespace OperateFirst.Portal.Tests.Mail;

public sealed class FolderMailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_coordinator_reads_who_asks_and_that_the_link_decides_nothing()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        await rooms.RegisterAsync();
        await rooms.AskAsync("We would like to show our first deployment.", new AttendeeForm { Name = "Third Attendee", Email = "third@example.org" });

        await rooms.DeliverAsync();

        using var mail = await MimeMessage.LoadAsync(Assert.Single(rooms.Files("*-invitation-requested-*.eml")), Cancel);
        var message = await rooms.MessageAsync(InvitationEvents.RequestedMail);
        Assert.Equal("sigstore-aas asks for an invite to the Project Coordination meeting", mail.Subject);
        Assert.Equal("\"Bill Burns\" <bill@example.org>", Assert.Single(mail.To).ToString());
        Assert.Equal("\"Project Lead\" <lead@example.org>", Assert.Single(mail.ReplyTo).ToString());
        Assert.Equal("\"Operate First Portal\" <portal@portal.example.org>", Assert.Single(mail.From).ToString());
        Assert.Equal($"{message.Id:N}@portal.example.org", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal(rooms.Time.GetUtcNow(), mail.Date);
        foreach (var part in new[] { Plain(mail), Html(mail) })
        {
            Assert.Contains("cooktheryan asks you to invite two people", part.ReplaceLineEndings(" "), StringComparison.Ordinal);
            Assert.Contains("1 of 8 steps done", part, StringComparison.Ordinal);
            Assert.Contains("Project Lead, project lead, lead@example.org", part, StringComparison.Ordinal);
            Assert.Contains("Third Attendee, third@example.org", part, StringComparison.Ordinal);
            Assert.Contains("We would like to show our first deployment.", part, StringComparison.Ordinal);
            Assert.Contains($"https://portal.example.org/review/{message.SubjectId:N}", part, StringComparison.Ordinal);
            Assert.Contains("Opening the link decides nothing.", part.ReplaceLineEndings(" "), StringComparison.Ordinal);
        }

        Assert.All(Plain(mail).Split('\n'), line => Assert.True(line.Length <= 78 || line.Contains("https://", StringComparison.Ordinal), line));
        using var receipt = await MimeMessage.LoadAsync(Assert.Single(rooms.Files("*-invitation-received-*.eml")), Cancel);
        Assert.Equal(DeliveryRooms.LeadEmail, Assert.Single(receipt.To.Mailboxes).Address);
        Assert.Contains("Bill Burns has the request", Plain(receipt).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_receipt_has_the_very_text_that_was_accepted_and_both_hashes()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        await rooms.RegisterAsync();
        await rooms.AcceptBothAsync();

        await rooms.DeliverAsync();

        var mails = await Task.WhenAll(rooms.Files("*-agreement-receipt-*.eml").Select(file => MimeMessage.LoadAsync(file, Cancel)));
        using var mail = mails.Single(candidate => candidate.Subject == "Receipt: sigstore-aas accepted the telemetry agreement, version 1");
        var attachment = Assert.IsAssignableFrom<MimePart>(Assert.Single(mail.Attachments));
        using var bytes = new MemoryStream();
        await attachment.Content!.DecodeToAsync(bytes, Cancel);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
        Assert.Equal("telemetry-agreement-version-1.md", attachment.FileName);
        Assert.Contains(hash, Plain(mail), StringComparison.Ordinal);
        Assert.Contains(hash, Html(mail), StringComparison.Ordinal);
        Assert.Contains("19 October 2026, 14:00:00 UTC, by cooktheryan", Plain(mail).ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("https://portal.example.org/projects/sigstore-aas/agreements/telemetry/receipt", Plain(mail), StringComparison.Ordinal);
        Assert.Equal(2, (await rooms.MessagesAsync(AcceptAgreement.ReceiptMail)).Count);
    }

    [Fact]
    public async Task A_request_that_was_withdrawn_before_its_e_mail_went_is_not_asked_for()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        await rooms.RegisterAsync();
        await rooms.AskAsync();
        await rooms.WithdrawAsync();

        await rooms.DeliverAsync();

        Assert.Empty(rooms.Files("*-invitation-requested-*.eml"));
        Assert.Equal("Not sent: the request was withdrawn meanwhile", (await rooms.MessageAsync(InvitationEvents.RequestedMail)).Result);
        using var mail = await MimeMessage.LoadAsync(Assert.Single(rooms.Files("*-invitation-withdrawn-*.eml")), Cancel);
        Assert.Contains("nothing to decide any more", Plain(mail).ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_request_is_told_with_a_link_to_the_issue()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        await rooms.RegisterAsync();
        await rooms.AcceptBothAsync();
        await rooms.AskAsync("First");
        await rooms.DeliverAsync();
        await rooms.AskAsync("Second");
        await rooms.DeliverAsync();

        using var mail = await MimeMessage.LoadAsync(Assert.Single(rooms.Files("*-invitation-changed-*.eml")), Cancel);
        Assert.Contains("“Second”", Plain(mail), StringComparison.Ordinal);
        Assert.Contains("https://portal.example.org/deliveries/issue-0001.md", Plain(mail), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FolderIssuesTests.Tricks), MemberType = typeof(FolderIssuesTests))]
    public async Task What_people_type_is_text_in_the_e_mail(string trick)
    {
        await using var rooms = await DeliveryRooms.OpenAsync(leadName: $"Lead {trick}".Replace('@', 'a'));
        await rooms.RegisterAsync();
        await rooms.AskAsync($"Note {trick}");

        await rooms.DeliverAsync();

        using var mail = await MimeMessage.LoadAsync(Assert.Single(rooms.Files("*-invitation-requested-*.eml")), Cancel);
        foreach (var tag in new[] { "<script", "<img", "<details", "<!-- operate", "href=\"https://evil" })
        {
            Assert.DoesNotContain(tag, Html(mail), StringComparison.OrdinalIgnoreCase);
        }

        foreach (var line in trick.Split('\n'))
        {
            Assert.Contains(line.Trim(), System.Net.WebUtility.HtmlDecode(Html(mail)), StringComparison.Ordinal);
        }
    }

    private static string Plain(MimeMessage mail) => mail.TextBody ?? "";

    private static string Html(MimeMessage mail) => mail.HtmlBody ?? "";
}
