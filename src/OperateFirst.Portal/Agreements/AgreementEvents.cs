namespace OperateFirst.Portal.Agreements;

/// <summary>Ledger kinds of this room.</summary>
public static class AgreementEvents
{
    public const string Accepted = "agreement.accepted";
    public const string Withdrawn = "agreement.withdrawn";

    /// <summary>The leads were told that a date comes near.</summary>
    public const string Reminded = "agreement.reminded";

    /// <summary>On the portal's chain.</summary>
    public const string Published = "agreement.published";
}
