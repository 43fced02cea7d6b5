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
}
