using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Review;

namespace OperateFirst.Portal.Pages.Review;

/// <summary>The requests of a page of the queue, and the one whose answer needs words.</summary>
/// <param name="Address">Of this page, with its filter, from the root of the host.</param>
/// <param name="Answered">Id of the request that is being answered; null for none.</param>
/// <param name="Answer">"change" or "decline".</param>
public sealed record CardList(IReadOnlyList<QueueCard> Cards, string Address, Guid? Answered, string? Answer)
{
    private readonly HtmlString begun = new(HtmlEncoder.Default.Encode(Address + (Address.Contains('?', StringComparison.Ordinal) ? "&" : "?")));

    /// <summary>The same page with a field for the words of an answer.</summary>
    public IHtmlContent AddressFor(string answer, string id) => new Link(begun, answer, id);

    /// <summary>"Ada (ada@example.org), Bo (bo@example.org)", as markup.</summary>
    public static IHtmlContent Names(IReadOnlyList<Attendee> people) => new NameList(people);

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

    private sealed class Link(HtmlString begun, string answer, string id) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            begun.WriteTo(writer, encoder);
            writer.Write("with=");
            writer.Write(answer);
            writer.Write("&amp;answer=");
            writer.Write(id);
        }
    }

    private sealed class NameList(IReadOnlyList<Attendee> people) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            for (var place = 0; place < people.Count; place++)
            {
                writer.Write(place == 0 ? "" : ", ");
                encoder.Encode(writer, people[place].Name);
                writer.Write(" (");
                encoder.Encode(writer, people[place].Email);
                writer.Write(")");
            }
        }
    }
}

/// <summary>The field for the words of an answer, and the button that sends it.</summary>
/// <param name="Name">In the form.</param>
/// <param name="Look">Class of the button.</param>
public sealed record AnswerField(string Name, string Label, string Help, string Look, string Icon, string Button);
