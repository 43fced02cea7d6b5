using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using OperateFirst.Portal.BrowserTests.TestSupport;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.TestSupport;
using OperateFirst.Portal.TestSupport.Browser;

namespace OperateFirst.Portal.BrowserTests.Hostile;

/// <summary>
/// The corpus in every field, and every page, e-mail and receipt that shows it, in Chromium with the content security policy switched off:
/// nothing runs, and nothing that could is in the document.
/// </summary>
public sealed class NoScriptRuns(Chromium chromium) : BrowserTest(chromium), IAsyncLifetime
{
    private readonly PortalHost host = new();
    private readonly Dictionary<string, PortalClient> people = [];
    private Readers? readers;

    public override async ValueTask DisposeAsync()
    {
        foreach (var person in people.Values)
        {
            person.Dispose();
        }

        await base.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public Task What_people_type_runs_nowhere() => WalkAsync(projects: 1, together: true);

    /// <summary>Every payload in every place.</summary>
    [Fact(Explicit = true)]
    public Task What_people_type_runs_nowhere_wherever_they_type_it() => WalkAsync(Corpus.Typed.Count, together: false);

    private Readers Reading => readers ?? throw new InvalidOperationException("Nobody reads yet.");

    private async Task WalkAsync(int projects, bool together)
    {
        readers = new Readers(people, () => OpenAsync(host.Address, new Look(WithoutPolicy: true)));
        Assert.All(Corpus.Typed, payload => Assert.True(payload.Length <= Corpus.Longest, payload));
        foreach (var persona in new[] { "bburns", "larsks", "operator" })
        {
            people[persona] = await PortalClient.SignInAsync(host.Address, persona);
        }

        var made = new List<HostileProject>();
        for (var number = 0; number < projects; number++)
        {
            made.Add(await MadeAsync(number, together));
        }

        await PublishAsync();
        await Until.TrueAsync("all is delivered", () => host.ReadAsync(db => db.OutboxMessages.AllAsync(message => message.State != OutboxState.Queued)));
        foreach (var project in made)
        {
            await project.GiveUpAsync(people["operator"]);
            await project.CommentAsync();
            Assert.Contains(PortalHost.GitHubOperator, await people[project.Slug].ReadAsync($"/projects/{project.Slug}"), StringComparison.Ordinal);
        }

        await LookAsync(made);
        foreach (var project in made)
        {
            await project.CloseAsync(people["operator"]);
        }

        await LookAtClosedAsync(made);
        await AnswersAsync(together);
        await MailsAsync();
        Assert.True(Reading.Findings.Count == 0, string.Join('\n', Reading.Findings));
    }

    private async Task<HostileProject> MadeAsync(int number, bool together)
    {
        var project = new HostileProject(host, number, together);
        if (number > 0)
        {
            await new HostileProject(host, number - 1, together).EndHoldAsync(people["operator"]);
        }

        people[project.Slug] = await PortalClient.SignInAsync(host.Address, $"lead-{number}@example.org", Corpus.At(number, 0));
        await project.FillAsync(people[project.Slug], people["bburns"], people["larsks"], people["operator"]);
        return project;
    }

    // One sentence is published for each agreement; the other payloads stand in the sentences of the following versions.
    private async Task PublishAsync()
    {
        for (var round = 0; round < 3; round++)
        {
            host.Content = host.Content with { Agreements = [.. host.Content.Agreements.Select(Next)] };
            foreach (var text in host.Content.Agreements)
            {
                await people["operator"].SendAsync(
                    $"/operations/texts/{text.Name}/{text.Version}",
                    ("Input.Change", "editorial"), ("Input.WhatChanged", $"{Corpus.At(round, text.Name.Length)} x"), ("Input.Read", "true"));
            }
        }
    }

    private async Task LookAsync(IReadOnlyList<HostileProject> made)
    {
        foreach (var project in made)
        {
            var home = $"/projects/{project.Slug}";
            await Reading.VisitAsync(project.Slug, [
                home, $"{home}/edit", $"{home}/agreements/telemetry", $"{home}/agreements/commitment/receipt", $"{home}/invitations/coordination", $"{home}/invitations/chat-room",
                $"{home}/invitations/coordination?change=true", $"{home}/invitations/sprint-planning", $"{home}/issue", $"{home}/history", $"{home}/members", "/projects", "/sign-out"]);
        }

        await Reading.VisitAsync("bburns", ["/review?state=all", "/review", .. made.Select(project => $"/review/{project.Requests[0]}")]);
        await Reading.VisitAsync("larsks", ["/review?state=all", .. made.Select(project => $"/review/{project.Requests[1]}")]);
        await Reading.VisitAsync("operator", [
            "/operations/projects", "/operations/agreements", "/operations/deliveries", "/operations/holds", "/operations/texts", "/operations/ledger", "/review/stand-ins",
            .. made.SelectMany(project => new[]
            {
                $"/operations/projects/{project.Slug}", $"/operations/projects/{project.Slug}/lead", $"/operations/agreements/{project.Slug}",
                $"/operations/agreements/{project.Slug}/receipt/commitment/1", $"/operations/deliveries/{project.GivenUp}",
            })]);
        await Reading.VisitAsync("", ["/agreements", "/agreements/telemetry/v/2", "/agreements/telemetry/v/3", "/agreements/commitment", "/deliveries"]);
        await Reading.VisitAsync("", host.Delivered("*").Select(file => $"/deliveries/{Path.GetFileName(file)}").Take(12));
    }

    private async Task LookAtClosedAsync(IReadOnlyList<HostileProject> made)
    {
        foreach (var project in made)
        {
            await Reading.VisitAsync(project.Slug, [$"/projects/{project.Slug}", $"/projects/{project.Slug}/history"]);
        }

        await Reading.VisitAsync("operator", ["/operations/projects?projects=closed", .. made.Take(3).Select(project => $"/operations/projects/{project.Slug}")]);
    }

    /// <summary>What comes back at once: searches, addresses, and every form of every page with what it does not take.</summary>
    private async Task AnswersAsync(bool few)
    {
        ExpectStatus(404);
        ExpectStatus(400);
        var lead = await PortalClient.SignInAsync(host.Address, "cooktheryan");
        people["cooktheryan"] = lead;
        await lead.RegisterAsync("echo");
        await lead.AcceptBothAsync("echo");
        await lead.AskAsync("echo", "coordination");
        var request = await host.ReadAsync(db => db.Set<Invitations.InvitationRequest>().OrderByDescending(asked => asked.RequestedAtUtc).Select(asked => asked.Id).FirstAsync());
        var payloads = Corpus.Refused.Concat(few ? Corpus.Typed.Where((_, place) => place % 12 == 0) : Corpus.Typed).ToList();
        foreach (var payload in few ? payloads.Where((_, place) => place % 4 == 0) : payloads)
        {
            var typed = Uri.EscapeDataString(payload);
            await Reading.VisitAsync("", [$"/sign-in?returnUrl={typed}", payload.Contains('\0') ? "/nowhere" : $"/{typed}"]);
            await Reading.VisitAsync("bburns", [$"/review?project={typed}&state={typed}&kind={typed}"]);
            await Reading.VisitAsync("operator", [$"/operations/projects?q={typed}&step={typed}", $"/operations/deliveries?q={typed}&state={typed}"]);
        }

        var forms = new (string Persona, string Path)[]
        {
            ("cooktheryan", "/projects/new?want=onboard"), ("cooktheryan", "/projects/echo/edit"), ("cooktheryan", "/projects/echo/members"),
            ("cooktheryan", "/projects/echo/invitations/coordination"), ("cooktheryan", "/projects/echo/agreements/telemetry"), ("cooktheryan", "/verify"),
            ("bburns", $"/review/{request}"), ("bburns", "/review/stand-ins"), ("bburns", "/review"), ("operator", "/operations/holds"), ("operator", "/operations/projects/echo/lead"),
        };
        var number = 0;
        foreach (var (persona, path) in forms)
        {
            foreach (var payload in few ? payloads.Skip(number++ % payloads.Count).Take(1) : payloads)
            {
                await AnswerAsync(persona, path, payload);
            }
        }
    }

    private async Task AnswerAsync(string persona, string path, string payload)
    {
        var document = await new HtmlParser().ParseDocumentAsync(await people[persona].ReadAsync(path));
        foreach (var form in document.QuerySelectorAll<IHtmlFormElement>("form[method=post]"))
        {
            // The one of the sign-out, and those whose buttons need no words, keep nothing.
            var fields = form.Elements.Where(control => control.GetAttribute("name") is { Length: > 0 } && control is not IHtmlButtonElement).Select(control => KeyValuePair.Create(
                control.GetAttribute("name") ?? "", control is IHtmlInputElement { Type: "hidden" } hidden ? hidden.Value : payload)).ToList();
            if (fields.TrueForAll(field => field.Value != payload))
            {
                continue;
            }

            using var answer = await people[persona].PostAsync(AddressOf(form, path), fields);
            if ((int)answer.StatusCode >= 500)
            {
                Reading.Report($"{path} answered {answer.StatusCode} to {payload}");
            }
            else if (answer.StatusCode == HttpStatusCode.OK)
            {
                await Reading.ShowAsync(await answer.Content.ReadAsStringAsync(), $"the answer of {path} to {payload}");
            }
        }
    }

    // A form without an address of its own goes to its page's.
    private static string AddressOf(IHtmlFormElement form, string path) => form.GetAttribute("action") switch
    {
        null or "" => path,
        ['/', ..] absolute => absolute,
        var query => path.Split('?')[0] + query,
    };

    /// <summary>Each e-mail as a mail program without any care would show it.</summary>
    private async Task MailsAsync()
    {
        foreach (var file in host.Delivered("*.eml"))
        {
            using var mail = await MimeMessage.LoadAsync(file);
            await Reading.ShowAsync((mail.HtmlBody ?? "").Replace("<body", "<body data-mail", StringComparison.Ordinal), Path.GetFileName(file));
        }
    }

    private static AgreementText Next(AgreementText text)
    {
        var words = $"{text.Text}\n\nMore of version {text.Version + 1}.\n";
        return text with { Version = text.Version + 1, Text = words, Sha256 = TextHash.Of(words) };
    }
}
