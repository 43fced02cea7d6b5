using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Mail;

/// <summary>What the e-mails about a request have in common: the newest state is read when sent, and the words are made from it.</summary>
internal abstract class InvitationMailHandler(PortalDbContext db, PortalContent content, MailDelivery mail) : IMessageHandler
{
    public abstract string Kind { get; }

    public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        var facts = await RequestFacts.ReadAsync(db, content, message.SubjectId, cancel);
        return facts switch
        {
            null => new Delivery.Refused("The content file no longer has the meeting or room that was asked for. Put it back, then send this again."),
            _ when !StillMatters(facts) => new Delivery.Done(facts.NotSent),
            _ => await mail.SendAsync(message, facts.Project.Slug, Write(facts with { StandIn = message.Recipient == facts.Target.Contact.Email ? "" : message.RecipientName }), cancel),
        };
    }

    /// <summary>An e-mail that waited for a mail server must not ask for what is settled by now.</summary>
    protected virtual bool StillMatters(RequestFacts facts) => facts.IsForDecision;

    protected abstract MailText Write(RequestFacts facts);

    /// <summary>What a coordinator needs to decide; only how it came to it differs.</summary>
    /// <param name="heading">What the project does, as <paramref name="subject"/>, which also says of what.</param>
    protected static MailText ToDecide(RequestFacts facts, PortalAddress address, string heading, string subject, string sentence, string factsTitle) => new()
    {
        Subject = $"{facts.Project.Slug} {subject}",
        Preview = $"{facts.People} to invite. Approve it, ask for changes, or decline.",
        Heading = $"{facts.Project.Slug} {heading}",
        Greeting = facts.GreetCoordinator,
        Paragraphs = [sentence],
        FactsTitle = factsTitle,
        Facts = facts.Rows,
        Button = facts.Decide(address),
        ButtonNote = "You can approve it, ask for changes, or decline with a reason. Opening the link decides nothing.",
        FurtherLink = facts.IssueLink,
        FurtherNote = "It does not show the e-mail addresses above.",
        SmallPrint = facts.WhyCoordinator,
        ReplyTo = facts.ReplyTo,
    };
}

/// <summary>To the coordinator: somebody asks.</summary>
internal sealed class InvitationRequestedHandler(PortalDbContext db, PortalContent content, MailDelivery mail, PortalAddress address)
    : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.RequestedMail;

    protected override MailText Write(RequestFacts facts) => ToDecide(
        facts,
        address,
        "asks for an invite",
        $"asks for an invite to {facts.Target.InSentence}",
        $"{facts.Request.RequestedByName} asks you to invite {facts.People} to {facts.Target.InSentence}.",
        "The request");
}

/// <summary>To the coordinator: the request that waits reads differently now.</summary>
internal sealed class InvitationChangedHandler(PortalDbContext db, PortalContent content, MailDelivery mail, PortalAddress address)
    : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.ChangedMail;

    protected override MailText Write(RequestFacts facts) => ToDecide(
        facts,
        address,
        "changed its request",
        $"changed its request for an invite to {facts.Target.InSentence}",
        $"The request for an invite to {facts.Target.InSentence} was changed. This is what it asks for now: {facts.People} to invite.",
        "The request as it is now");
}

/// <summary>To the coordinator: there is nothing to decide any more.</summary>
internal sealed class InvitationWithdrawnHandler(PortalDbContext db, PortalContent content, MailDelivery mail)
    : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.WithdrawnMail;

    protected override bool StillMatters(RequestFacts facts) => true;

    protected override MailText Write(RequestFacts facts) => new()
    {
        Subject = $"{facts.Project.Slug} withdrew its request for an invite to {facts.Target.InSentence}",
        Preview = "There is nothing to decide any more.",
        Heading = $"{facts.Project.Slug} withdrew its request",
        Greeting = facts.GreetCoordinator,
        Paragraphs = [$"The request for an invite to {facts.Target.InSentence} was withdrawn. There is nothing to decide any more."],
        FurtherLink = facts.IssueLink,
        FurtherNote = "It shows how far the project is.",
        SmallPrint = facts.WhyCoordinator,
        ReplyTo = facts.ReplyTo,
    };
}

/// <summary>To the coordinator: a project that was in comes no longer.</summary>
internal sealed class InvitationLeftHandler(PortalDbContext db, PortalContent content, MailDelivery mail) : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.LeftMail;

    protected override bool StillMatters(RequestFacts facts) => true;

    protected override MailText Write(RequestFacts facts) => new()
    {
        Subject = $"{facts.Project.Slug} left {facts.Target.InSentence}",
        Preview = "There is nothing to do for you.",
        Heading = $"{facts.Project.Slug} left {facts.Target.InSentence}",
        Greeting = $"Hello {facts.Target.Contact.ShortName},",
        Paragraphs = [$"{facts.Project.Slug} no longer takes part in {facts.Target.InSentence}. Its calendar invite is cancelled; there is nothing to do for you."],
        SmallPrint = facts.WhyCoordinator,
        ReplyTo = facts.ReplyTo,
    };
}

/// <summary>To who asked: the portal has the request, and who decides it.</summary>
internal sealed class InvitationReceivedHandler(PortalDbContext db, PortalContent content, MailDelivery mail, PortalAddress address)
    : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.ReceivedMail;

    protected override MailText Write(RequestFacts facts) => new()
    {
        Subject = $"Your request for an invite to {facts.Target.InSentence} is with {facts.Target.Contact.Name}",
        Preview = $"{facts.Target.Contact.Name} decides. You get an e-mail when that is done.",
        Heading = "Your request was received",
        Greeting = $"Hello {facts.Request.RequestedByName},",
        Paragraphs =
        [
            $"You asked for an invite to {facts.Target.InSentence}. {facts.Target.Contact.Name} has the request and approves it, asks you for a change, or declines it with a reason. You get an e-mail then.",
        ],
        FactsTitle = "What you asked for",
        Facts = facts.Rows,
        Button = new MailLink("See your project", address.Of($"/projects/{facts.Project.Slug}")),
        ButtonNote = "Until it is decided you can change or withdraw the request there.",
        SmallPrint = $"You get this because you asked for an invite for {facts.Project.Slug}.",
    };
}
