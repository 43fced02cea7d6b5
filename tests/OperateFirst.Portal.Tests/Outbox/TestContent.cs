using System.Security.Cryptography;
using System.Text;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Outbox;

/// <summary>Content made by hand, small, with addresses of example.org.</summary>
internal static class TestContent
{
    public const string CoordinatorEmail = "bill@example.org";

    public static PortalContent Of() => new()
    {
        Guide = new GuideText("The environment", "P1", Sha256Of("P1"), []),
        Agreements =
        [
            Agreement("telemetry", "Telemetry agreement", "Telemetry may be freely harvested from the cloud.\n\nIts purpose is to help.\n"),
            Agreement("commitment", "Commitment agreement", "Developers take an active part.\n"),
        ],
        Contacts =
        [
            new Contact("bill-burns", "Bill Burns", "Bill", CoordinatorEmail),
            new Contact("lars", "Lars Kellogg-Stedman", "Lars", "lars@example.org"),
        ],
        Meetings =
        [
            Meeting("M1", "coordination", "Project Coordination meeting", "bill-burns", false),
            Meeting("M2", "sprint-planning", "Sprint planning", "lars", true),
        ],
        Rooms = [new Room("O2", "ops", "Operate First Ops", "Talk.", "bill-burns", "https://chat.example.org")],
        Channels = [],
        Links = new Links(Link("D1"), Link("X1"), Link("X2"), Link("X3")),
        Holidays = [],
    };

    private static AgreementText Agreement(string name, string title, string text) =>
        new(name, title, 1, "A summary.", text, Sha256Of(text), new ContentSource($"{name}.md", 1));

    private static Meeting Meeting(string id, string name, string title, string contact, bool afterCommitment) => new(
        id, name, title, title, "To meet.", contact, new DateOnly(2026, 10, 28), new TimeOnly(8, 0), 60, "America/New_York", 2, afterCommitment);

    private static Link Link(string id) => new(id, "A title", "A sentence.", "https://www.example.org");

    private static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
