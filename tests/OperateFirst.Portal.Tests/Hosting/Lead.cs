using System.Net;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>A project lead on the way through the forms.</summary>
public sealed class Lead(Visitor visitor, string slug) : IDisposable
{
    public const string Email = "lead@example.org";

    public Visitor Visitor => visitor;

    /// <summary>Signs in as the first persona and registers the project.</summary>
    public async Task RegisterAsync(string name = "sigstore as a service", string description = "Signs and checks software for others.")
    {
        await visitor.OpenAsync("/sign-in?returnUrl=%2Fprojects%2Fnew%3Fwant%3Donboard");
        await visitor.PressAsync("Sign in as cooktheryan");
        await visitor.PressAsync(
            "Register the project",
            ("Input.Name", name),
            ("Input.Slug", slug),
            ("Input.Description", description),
            ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"));
        ExpectHome();
    }

    public async Task ReadGuideAsync()
    {
        await visitor.OpenAsync($"/projects/{slug}/guide");
        await visitor.PressAsync($"Confirm for {slug}", ("Input.Confirmed", "true"));
        ExpectHome();
    }

    public async Task AcceptAsync(string agreement)
    {
        await visitor.OpenAsync($"/projects/{slug}/agreements/{agreement}");
        await visitor.PressAsync($"Accept on behalf of {slug}", ("Input.Agreed", "true"));
        Assert.EndsWith($"/projects/{slug}/agreements/{agreement}/receipt", visitor.Address.AbsolutePath, StringComparison.Ordinal);
    }

    public async Task AcceptBothAsync()
    {
        await AcceptAsync("telemetry");
        await AcceptAsync("commitment");
    }

    /// <summary>Asks for an invite, for one more person too.</summary>
    public async Task AskAsync(string target, string contact)
    {
        await visitor.OpenAsync($"/projects/{slug}/invitations/{target}");
        await visitor.PressAsync("Add a person");
        await visitor.PressAsync(
            $"Send request to {contact}",
            ("Input.Attendees[0].Name", "Ada Lovelace"),
            ("Input.Attendees[0].Email", "ada@example.org"),
            ("Input.Note", "See you there."));
        ExpectHome();
    }

    /// <summary>What the project's page says of its deliveries.</summary>
    public async Task<string> DeliveriesAsync()
    {
        await visitor.OpenAsync($"/projects/{slug}?handler=Deliveries");
        return visitor.Text;
    }

    public void Dispose() => visitor.Dispose();

    private void ExpectHome() => Assert.True(
        visitor.Status == HttpStatusCode.OK && visitor.Address.AbsolutePath == $"/projects/{slug}", $"{visitor.Status} at {visitor.Address}: {visitor.Text}");
}
