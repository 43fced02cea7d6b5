namespace OperateFirst.Portal.Outbox;

/// <summary>Ledger kinds of what operators do about deliveries; on the project's chain where the message has a project.</summary>
public static class DeliveryEvents
{
    public const string SentAgain = "delivery.sent-again";
    public const string TriedNow = "delivery.tried-now";
    public const string GivenUp = "delivery.given-up";
}
