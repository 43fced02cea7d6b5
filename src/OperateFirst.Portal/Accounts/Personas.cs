namespace OperateFirst.Portal.Accounts;

/// <param name="Key">Also the login.</param>
/// <param name="About">What the sign-in page says of the persona.</param>
public sealed record Persona(string Key, string Name, string Email, string About);

/// <summary>Ready people for the Development sign-in. Their addresses are of example.org: nobody reads mail there.</summary>
public static class Personas
{
    public static IReadOnlyList<Persona> All { get; } =
    [
        new("cooktheryan", "Project Lead", "lead@example.org", "a project lead"),
        new("russellb", "Second Lead", "second.lead@example.org", "another project lead"),
        new("bburns", "Bill Burns", "coordinator@example.org", "coordinates the Project Coordination meeting"),
        new("larsks", "Lars Kellogg-Stedman", "coordinator2@example.org", "runs the sprint planning"),
        new("operator", "Operator", "operator@example.org", "operates the portal"),
    ];

    public static SignedInPerson? Find(string? key) =>
        All.FirstOrDefault(persona => persona.Key == key) is { } persona
            ? new SignedInPerson(SignInProviders.Development, persona.Key, persona.Key, persona.Name, persona.Email)
            : null;
}
