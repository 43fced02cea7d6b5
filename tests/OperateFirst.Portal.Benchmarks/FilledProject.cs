using System.Text.Json.Nodes;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Conversation;
using OperateFirst.Portal.Guide;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Benchmarks;

/// <summary>One project and all its rows. A quarter each: registered; telemetry accepted; both accepted and waiting; let into the meeting.</summary>
internal sealed class FilledProject
{
    private const int Entries = 10;

    private readonly int stage;
    private readonly Account lead;
    private readonly CurrentAccount me;
    private readonly IReadOnlyList<AgreementVersion> texts;
    private readonly PortalContent content;
    private readonly Project project;
    private readonly LedgerChain chain;
    private readonly List<object> rows = [];
    private readonly Dictionary<string, AgreementFact> facts = [];
    private DateTime now;
    private int recorded;

    public FilledProject(int number, Account lead, CurrentAccount me, IReadOnlyList<AgreementVersion> texts, PortalContent content, DateTime at)
    {
        (stage, this.lead, this.me, this.texts, this.content, now) = (number % 4, lead, me, texts, content, at);
        project = Project.Register(
            ProjectDetails.From(new ProjectForm
            {
                Name = $"Project {number:D6}, a name as long as people give",
                Slug = SlugOf(number),
                Description = "A project of a benchmark: it brings a service that is not released yet to the cloud, and operates it there in the open.",
                RepositoryUrl = $"https://github.com/example/project-{number:D6}",
                ContactEmail = lead.Email,
            }),
            lead,
            at);
        chain = LedgerChain.Begin(PortalLedger.ChainOf(project.Id));
        rows.Add(project);
        rows.AddRange(project.Members);
    }

    public static string SlugOf(int number) => $"project-{number:D6}";

    public void AddTo(IFill insert)
    {
        Record(ProjectEvents.Registered, new JsonObject { ["by"] = lead.PublicName, ["slug"] = project.Slug, ["name"] = project.Name, ["repository"] = project.RepositoryUrl });
        var reading = stage > 0 ? Read() : null;
        foreach (var text in texts)
        {
            Accept(text, (text.Agreement == AgreementNames.Telemetry && stage > 0) || stage > 1);
        }

        var request = stage > 0 ? Ask() : null;
        var joined = stage > 2 ? Join() : [];
        while (recorded < Entries)
        {
            Record(ProjectEvents.Edited, new JsonObject { ["by"] = lead.PublicName, ["changed"] = new JsonObject { ["description"] = "Said more clearly." } });
        }

        rows.Add(chain.Publish(now));
        rows.Add(chain);
        rows.Add(Progress(reading, request, joined));
        rows.ForEach(insert.Add);
    }

    private LedgerEntry Record(string kind, JsonObject body)
    {
        now = now.AddHours(7 + (recorded * project.Slug[^1] % 5));
        recorded++;
        var entry = LedgerEntry.Of(chain.Chain, now, lead.Id, kind, body);
        chain.Append(entry);
        rows.Add(entry);
        return entry;
    }

    private ReadingFact Read()
    {
        Record(ConfirmReading.ConfirmedKind, new JsonObject { ["by"] = lead.PublicName });
        rows.Add(ReadingConfirmation.Of(project, me, LedgerEntry.NoHash, now));
        return new ReadingFact(now, lead.PublicName);
    }

    private void Accept(AgreementVersion text, bool accepts)
    {
        var fact = new AgreementFact(text.Agreement, text.Title, text.Number, text.PublishedAtUtc);
        if (accepts)
        {
            var entry = Record(AgreementEvents.Accepted, new JsonObject
            {
                ["by"] = lead.PublicName,
                ["project"] = project.Slug,
                ["agreement"] = text.Agreement,
                ["title"] = text.Title,
                ["version"] = text.Number,
                ["sha256"] = text.Sha256,
            });
            var acceptance = Acceptance.Of(project.Id, text, lead.Id, lead.PublicName, 0, now);
            acceptance.ToldBy(entry.Id);
            rows.Add(acceptance);
            Promise(AcceptAgreement.ReceiptMail, acceptance.Id, $"Receipt to {lead.PublicName}: {text.TitleInSentence}, version {text.Number}");
            fact = fact with { Accepted = new AcceptanceFact(text.Number, now, lead.PublicName, text.Sha256, entry.Hash) };
        }

        facts[text.Agreement] = fact;
    }

    private InvitationRequest Ask()
    {
        var target = Target(MeetingNames.Coordination);
        Record(InvitationEvents.Requested, new JsonObject { ["by"] = lead.PublicName, ["contact"] = target.Contact.Name, ["title"] = target.Title, ["people"] = 2 });
        var request = InvitationRequest.Of(
            project, target, lead.Id, lead.PublicName, new Attendee(lead.Name, lead.Email), new InvitationDetails([new Attendee("Second Person", $"second-{lead.Subject}@example.org")], "We present."), now);
        if (stage > 2)
        {
            Record(InvitationEvents.Approved, new JsonObject { ["by"] = target.Contact.Name, ["title"] = target.Title });
            request.Decide(InvitationState.Approved, "", new Decider(target.Contact.Name), request.Version, now);
        }

        rows.Add(request);
        return request;
    }

    private List<JoinedChannel> Join()
    {
        Record(MarkJoined.JoinedKind, new JsonObject { ["by"] = lead.PublicName, ["title"] = "All lists" });
        List<JoinedChannel> joined = [.. content.Channels.Where(channel => channel.Marked).Select(channel => JoinedChannel.Of(project, channel.Name, now))];
        rows.AddRange(joined);
        return joined;
    }

    private void Promise(string kind, Guid subject, string title)
    {
        var message = OutboxMessage.Of(new MessageDraft(kind, project.Id, subject, title) { Recipient = lead.Email, RecipientName = lead.PublicName }, now);
        message.Finish("Sent", "", now);
        rows.Add(message);
    }

    private ProjectProgress Progress(ReadingFact? reading, InvitationRequest? request, List<JoinedChannel> joined)
    {
        var read = new ProjectFacts
        {
            ProjectId = project.Id,
            Slug = project.Slug,
            Name = project.Name,
            Description = project.Description,
            RepositoryUrl = project.RepositoryUrl,
            DocumentationUrl = "",
            RegisteredAtUtc = project.RegisteredAtUtc,
            RegisteredBy = lead.PublicName,
            Leads = [lead.PublicName],
            Reading = reading,
            Telemetry = facts[AgreementNames.Telemetry],
            Commitment = facts[AgreementNames.Commitment],
            Rooms = [.. content.InvitationTargets.Where(target => target.Meeting is null).Select(target => new InvitationFact(target))],
            Channels = [.. content.Channels.Where(channel => channel.Marked).Select(channel => new ChannelFact(channel.Name, channel.Title, channel.Url, joined.FirstOrDefault()?.AtUtc))],
            Coordination = new InvitationFact(Target(MeetingNames.Coordination), request?.State, request?.SinceUtc),
            SprintPlanning = new InvitationFact(Target(MeetingNames.SprintPlanning)),
        };
        var progress = ProjectProgress.Of(project.Id);
        progress.Apply(read, Journey.Of(read, now), now);
        return progress;
    }

    private InvitationTarget Target(string name) => content.InvitationTargets.First(target => target.Name == name);
}
