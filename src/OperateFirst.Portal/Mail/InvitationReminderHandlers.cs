using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Mail;

/// <summary>To the coordinator: the project asks how it stands.</summary>
internal sealed class InvitationNudgeHandler(PortalDbContext db, PortalContent content, MailDelivery mail, PortalAddress address)
    : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.NudgeMail;

    protected override MailText Write(RequestFacts facts) => ToDecide(
        facts,
        address,
        "reminds you of its request",
        $"reminds you of its request for an invite to {facts.Target.InSentence}",
        $"The request for an invite to {facts.Target.InSentence} still waits for an answer. The project can send such a reminder once a week.",
        "The request");
}

/// <summary>To who asked: the answer does not stand any more.</summary>
internal sealed class InvitationUndoneHandler(PortalDbContext db, PortalContent content, MailDelivery mail, PortalAddress address)
    : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.UndoneMail;

    protected override MailText Write(RequestFacts facts)
    {
        var sentence = $"The answer to your request for {facts.Target.InSentence} was taken back. It waits for {facts.Target.Contact.Name} again, in its old place in line.";
        return new MailText
        {
            Subject = $"An answer was taken back: {facts.Target.Title}, {facts.Project.Slug}",
            Preview = sentence,
            Heading = "The answer was taken back",
            Greeting = $"Hello {facts.Request.RequestedByName},",
            Paragraphs = [sentence, "You have nothing to do. You get an e-mail when it is decided."],
            Button = new MailLink("Open your request", address.Of($"/projects/{facts.Project.Slug}/invitations/{facts.Target.Name}")),
            ButtonNote = "You can change or withdraw it there.",
            SmallPrint = $"You get this because you asked for an invite for {facts.Project.Slug}. Answering this e-mail writes to {facts.Target.Contact.Name}.",
            ReplyTo = new MailPerson(facts.Target.Contact.Name, facts.Target.Contact.Email),
        };
    }
}
