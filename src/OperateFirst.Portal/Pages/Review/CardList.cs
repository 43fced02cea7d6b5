using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>The requests of a page of the queue, and the one whose answer needs words.</summary>
/// <param name="Address">Of this page, with its filter.</param>
/// <param name="Answered">Id of the request that is being answered; null for none.</param>
/// <param name="Answer">"change" or "decline".</param>
public sealed record CardList(IReadOnlyList<QueueCard> Cards, string Address, Guid? Answered, string? Answer)
{
    private readonly string begun = Address + (Address.Contains('?', StringComparison.Ordinal) ? "&" : "?");

    /// <summary>The same page with a field for the words of an answer.</summary>
    public string AddressFor(string answer, string id) => $"{begun}with={answer}&answer={id}";

    public bool Asks(string answer, Guid id) => Answered == id && Answer == answer;

    /// <returns>Null for a request that is not being answered.</returns>
    public AnswerField? FieldOf(QueuedRequest request) => (Answered == request.Id, Answer) switch
    {
        (true, "change") => new(
            "Input.Change", "What should they change?", $"{request.RequestedByName} gets this text by e-mail and can send the request again. It also stands in the public issue.",
            "pf-m-secondary", "mail", "Send back for changes"),
        (true, "decline") => new(
            "Input.Refusal", "Reason for declining", "A reason is needed. The project lead can read it, and it stands in the public issue.", "pf-m-danger", "x", "Decline request"),
        _ => null,
    };
}

/// <summary>The field for the words of an answer, and the button that sends it.</summary>
/// <param name="Name">In the form.</param>
/// <param name="Look">Class of the button.</param>
public sealed record AnswerField(string Name, string Label, string Help, string Look, string Icon, string Button);
