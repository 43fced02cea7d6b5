using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Mail;

/// <summary>To who asked: what the coordinator decided.</summary>
internal sealed class InvitationDecidedHandler(PortalDbContext db, PortalContent content, MailDelivery mail, PortalAddress address)
    : InvitationMailHandler(db, content, mail)
{
    public override string Kind => InvitationEvents.DecidedMail;

    // A request that was changed after it was sent back waits again: its lead has read the answer in the portal.
    protected override bool StillMatters(RequestFacts facts) => facts.Request.IsDecided;

    protected override MailText Write(RequestFacts facts)
    {
        var (request, target) = (facts.Request, facts.Target);
        var (heading, sentence) = request.State switch
        {
            InvitationState.Approved => ("Your request was approved", $"{request.Decider} approved your request for {target.InSentence}."),
            InvitationState.ChangesAsked => ("A change is asked for", $"{request.Decider} asks you to change your request for {target.InSentence}."),
            _ => ("Your request was declined", $"{request.Decider} declined your request for {target.InSentence}. You can ask again."),
        };
        var approvedMeeting = request.State == InvitationState.Approved && target.Meeting is not null;
        return new MailText
        {
            Subject = $"{heading}: {target.Title}, {facts.Project.Slug}",
            Preview = sentence,
            Heading = heading,
            Greeting = $"Hello {request.RequestedByName},",
            Paragraphs = approvedMeeting ? [sentence, "All dates are in the calendar below; subscribe to it, and later changes reach you too."] : [sentence],
            FactsTitle = request.Reason.Length > 0 ? $"{request.DecidedByName} wrote" : "",
            Facts = request.Reason.Length > 0 ? [new MailFact("Answer", $"“{request.Reason}”")] : [],
            Button = request.State == InvitationState.Approved
                ? new MailLink("See your next step", address.Of($"/projects/{facts.Project.Slug}"))
                : new MailLink("Open your request", address.Of($"/projects/{facts.Project.Slug}/invitations/{target.Name}")),
            FurtherLink = approvedMeeting ? new MailLink($"Calendar of {target.InSentence}", address.Of($"/meetings/{target.Name}.ics")) : null,
            SmallPrint = $"You get this because you asked for an invite for {facts.Project.Slug}. Answering this e-mail writes to {target.Contact.Name}.",
            ReplyTo = new MailPerson(target.Contact.Name, target.Contact.Email),
        };
    }
}
