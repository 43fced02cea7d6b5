using OperateFirst.Portal.Data;
using OperateFirst.Portal.Invitations;

namespace OperateFirst.Portal.Tests.Invitations;

public sealed class InvitationDetailsTests
{
    private static InvitationForm With(params (string? Name, string? Email)[] people) =>
        new() { Attendees = [.. people.Select(person => new AttendeeForm { Name = person.Name, Email = person.Email })] };

    private static string[] FieldsOf(InvitationForm form) =>
        [.. Assert.Throws<RuleBrokenException>(() => InvitationDetails.From(form)).Problems.Select(problem => problem.Field)];

    [Fact]
    public void Five_more_people_are_the_most()
    {
        var five = Enumerable.Range(1, 5).Select(i => ((string?)$"Person {i}", (string?)$"p{i}@example.org")).ToArray();

        Assert.Equal(5, InvitationDetails.From(With(five)).Attendees.Count);
        Assert.Equal(["Attendees"], FieldsOf(With([.. five, ("Sixth", "p6@example.org")])));
    }

    [Fact]
    public void Two_hundred_people_are_refused_in_one_sentence()
    {
        var crowd = Enumerable.Range(1, 200).Select(i => ((string?)"", (string?)"not an address")).ToArray();

        Assert.Equal(["Attendees"], FieldsOf(With(crowd)));
    }

    [Fact]
    public void The_same_person_twice_is_refused_at_the_second()
    {
        Assert.Equal(["Attendees[1].Email"], FieldsOf(With(("One", "one@example.org"), ("One again", "ONE@example.org"))));
    }

    [Fact]
    public void Half_a_person_is_refused_and_an_empty_one_left_out()
    {
        Assert.Equal(["Attendees[0].Name"], FieldsOf(With(("", "one@example.org"))));
        Assert.Empty(InvitationDetails.From(With(("", " "))).Attendees);
    }

    [Fact]
    public void A_note_of_501_characters_is_refused()
    {
        Assert.Equal(["Note"], FieldsOf(new InvitationForm { Note = new string('x', 501) }));
    }
}
