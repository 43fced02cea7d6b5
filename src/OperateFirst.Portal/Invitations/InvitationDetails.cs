using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>What a lead types about a request, checked.</summary>
public sealed record InvitationDetails(IReadOnlyList<Attendee> Attendees, string Note)
{
    private const int NameLength = 100;

    /// <summary>People whose two fields are both empty are left out.</summary>
    /// <exception cref="RuleBrokenException">Names every field that is wrong.</exception>
    public static InvitationDetails From(InvitationForm form)
    {
        var checks = new FieldChecks();
        form.DropMissing();
        if (form.Attendees.Count > InvitationRequest.MostAttendees)
        {
            checks.Add("Attendees", $"List at most {InvitationRequest.MostAttendees} more people; you listed {form.Attendees.Count}. Say in the note if more have to come.");
            checks.ThrowIfAny();
        }

        var people = new List<Attendee>();
        for (var i = 0; i < form.Attendees.Count; i++)
        {
            var typed = form.Attendees[i];
            if (string.IsNullOrWhiteSpace(typed.Name) && string.IsNullOrWhiteSpace(typed.Email))
            {
                continue;
            }

            var person = new Attendee(
                checks.Name($"Attendees[{i}].Name", typed.Name, $"the full name of person {i + 1}", NameLength),
                checks.Email($"Attendees[{i}].Email", typed.Email, $"the e-mail address of person {i + 1}"));
            if (people.Exists(other => other.Email.Length > 0 && other.Email.Equals(person.Email, StringComparison.OrdinalIgnoreCase)))
            {
                checks.Add($"Attendees[{i}].Email", $"Person {i + 1} has the same e-mail address as another person on the list. List each person once.");
            }

            people.Add(person);
        }

        var note = checks.Text("Note", form.Note, "the note", InvitationRequest.NoteLength, optional: true);
        checks.ThrowIfAny();
        return new InvitationDetails(people, note);
    }
}

/// <summary>As typed.</summary>
public sealed class InvitationForm
{
    public List<AttendeeForm> Attendees { get; set; } = [];
    public string? Note { get; set; }

    /// <summary>The form that would ask for what was asked for.</summary>
    /// <param name="exceptEmail">Of the person who is invited in any case.</param>
    public static InvitationForm Of(InvitationRequest request, string exceptEmail) => new()
    {
        Note = request.Note,
        Attendees =
        [
            .. request.Attendees.Where(person => !person.Email.Equals(exceptEmail, StringComparison.OrdinalIgnoreCase))
                .Select(person => new AttendeeForm { Name = person.Name, Email = person.Email }),
        ],
    };

    public bool CanAdd => Attendees.Count < InvitationRequest.MostAttendees;

    public void AddPerson()
    {
        if (CanAdd)
        {
            Attendees.Add(new AttendeeForm());
        }
    }

    /// <param name="at">Place from 0; one that nobody has removes nobody.</param>
    public void RemovePerson(int at)
    {
        if (at >= 0 && at < Attendees.Count)
        {
            Attendees.RemoveAt(at);
        }
    }

    /// <summary>A form that was not made by the page may name people without telling any field of theirs.</summary>
    public void DropMissing() => Attendees.RemoveAll(person => person is null);
}

public sealed class AttendeeForm
{
    public string? Name { get; set; }
    public string? Email { get; set; }
}
