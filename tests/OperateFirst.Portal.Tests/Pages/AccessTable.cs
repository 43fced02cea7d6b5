using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.Tests.Pages;

/// <summary>
/// Who gets what from each endpoint of the running program. A new endpoint needs a row here. A cell is one of: <c>page</c> (200), <c>told</c> (200 after a
/// POST: the form with a sentence, and nothing changed), <c>done</c> (redirected, and something changed), <c>goes</c> (redirected), <c>leaves</c> (to another
/// site), <c>sign-in</c> (redirected to sign in), or a status.
/// </summary>
internal static class AccessTable
{
    /// <summary>All files of the program together.</summary>
    public const string StaticAssets = "(static assets)";

    /// <summary>The columns: nobody, the lead of another project, a member, the lead, the coordinator of another meeting, the coordinator, an operator.</summary>
    public static readonly IReadOnlyList<string> Visitors =
    [
        "", AccessScene.OtherLead, AccessScene.Member, AccessScene.Lead, AccessScene.OtherCoordinator, AccessScene.Coordinator, AccessScene.Operator,
    ];

    //                                        anonymous other lead member lead other coordinator coordinator operator
    private const string Anybody = "page    page page page page page page";
    private const string SignedIn = "sign-in page page page page page page";
    private const string People = "sign-in 404  page page 404  404  404";
    private const string ByPeople = "sign-in 404  done done 404  404  404";
    private const string ShownToPeople = "sign-in 404  told told 404  404  404";
    private const string ByTheLead = "sign-in 404  told done 404  404  404";
    private const string Coordinators = "sign-in 404  404  404  page page 404";
    private const string TheCoordinator = "sign-in 404  404  404  404  page 404";
    private const string ByTheCoordinator = "sign-in 404  404  404  404  done 404";
    private const string Operators = "sign-in 404  404  404  404  404  page";
    private const string ByOperators = "sign-in 404  404  404  404  404  done";

    private static readonly (string Name, string Value)[] Login = [("Input.Provider", SignInProviders.Development), ("Input.Login", "newcomer")];

    public static IReadOnlyList<AccessRow> Rows { get; } =
    [
        // What anybody reads.
        new("GET /", "/", "page goes goes goes goes goes goes"),
        new("GET /Index", "/Index", "page goes goes goes goes goes goes"),
        new("GET /guide", "/guide", Anybody),
        new("GET /agreements", "/agreements", Anybody),
        new("GET /agreements/{name}/{v:regex(^v$)?}/{number:regex(^[1-9][0-9]?[0-9]?$)?}", "/agreements/commitment", Anybody),
        new("GET /meetings", "/meetings", Anybody),
        new("GET /meetings/{name}.ics", "/meetings/coordination.ics", Anybody),
        new("GET /conversation", "/conversation", Anybody),
        new("GET /privacy", "/privacy", Anybody),
        new("GET /accessibility", "/accessibility", Anybody),
        new("GET /verify", "/verify", Anybody),
        new("POST /verify", "/verify", "told told told told told told told", ("Input.Text", "{}")),
        new("GET /ledger/heads.json", "/ledger/heads.json", Anybody),
        new("GET /health/live", "/health/live", Anybody),
        new("GET /health/ready", "/health/ready", Anybody),
        new("HEAD /health/ready", "/health/ready", Anybody),

        // Proved by its signature, whoever is signed in; without a secret in the settings it is not there.
        new("POST /webhooks/github", "/webhooks/github", "404 404 404 404 404 404 404") { IsSigned = true },
        new("GET /error", "/error", Anybody),
        new("GET /status/{code:int}", "/status/200", Anybody),
        new("GET (static assets)", "/favicon.svg", Anybody),

        // In Development, from this machine; the page itself answers 404 everywhere else.
        new("GET /deliveries/{name?}", "/deliveries", Anybody),

        // In and out.
        new("GET /sign-in", "/sign-in", "page goes goes goes goes goes goes"),
        new("POST /sign-in", "/sign-in", "leaves leaves leaves leaves leaves leaves leaves", ("provider", SignInProviders.GitHub)),
        new("POST /sign-in?handler=Persona", "/sign-in?handler=Persona", "done done done done done done done", ("persona", AccessScene.OtherLead)),
        new("GET /sign-out", "/sign-out", "goes page page page page page page"),
        new("POST /sign-out", "/sign-out", "goes done done done done done done"),

        // Projects: their people see them, the lead decides.
        new("GET /projects", "/projects", SignedIn),
        new("GET /projects/new", "/projects/new?want=onboard", SignedIn),
        new("POST /projects/new", "/projects/new?want=onboard", "sign-in done done done done done done",
            ("Input.Name", "New"), ("Input.Slug", "new-one"), ("Input.Description", "Something new"), ("Input.RepositoryUrl", "https://github.com/sigstore/new"), ("Input.ContactEmail", "new@example.org")),
        new("GET /projects/{slug}", "/projects/apex", People),
        new("GET /projects/{slug}?handler=Deliveries", "/projects/apex?handler=Deliveries", People),
        new("GET /projects/{slug}/edit", "/projects/apex/edit", People),
        new("POST /projects/{slug}/edit", "/projects/apex/edit", ByPeople,
            ("Input.Name", "Taken over"), ("Input.Slug", "apex"), ("Input.Description", "Changed"), ("Input.RepositoryUrl", "https://github.com/redhat-et/apex"), ("Input.ContactEmail", "new@example.org")),
        new("GET /projects/{slug}/guide", "/projects/apex/guide", People),
        new("POST /projects/{slug}/guide", "/projects/apex/guide", ByPeople, ("Input.Confirmed", "true")),
        new("GET /projects/{slug}/agreements/{name}", "/projects/apex/agreements/telemetry", People),
        new("POST /projects/{slug}/agreements/{name}", "/projects/apex/agreements/telemetry", ByTheLead, ("Input.Agreed", "true")),
        new("POST /projects/{slug}/agreements/{name}?handler=Withdraw", "/projects/apex/agreements/commitment?handler=Withdraw", ByTheLead, ("Input.Reason", "We leave."), ("Input.Sure", "true")),
        new("GET /projects/{slug}/agreements/{name}/receipt", "/projects/apex/agreements/commitment/receipt", People),
        new("GET /projects/{slug}/agreements/{name}/receipt?handler=Json", "/projects/apex/agreements/commitment/receipt?handler=Json", People),
        new("GET /projects/{slug}/conversation", "/projects/apex/conversation", People),
        new("POST /projects/{slug}/conversation", "/projects/apex/conversation", ByPeople, ("channel", "openinfralabs"), ("joined", "true")),
        new("GET /projects/{slug}/invitations/{name}", "/projects/apex/invitations/coordination", People),
        new("POST /projects/{slug}/invitations/{name}", "/projects/apex/invitations/coordination", ByPeople, ("Input.Note", "A new note.")),
        new("POST /projects/{slug}/invitations/{name}?handler=Add", "/projects/apex/invitations/coordination?handler=Add", ShownToPeople),
        new("POST /projects/{slug}/invitations/{name}?handler=Remove", "/projects/apex/invitations/coordination?handler=Remove", ShownToPeople, ("at", "0")),
        new("POST /projects/{slug}/invitations/{name}?handler=Nudge", "/projects/apex/invitations/coordination?handler=Nudge", ByPeople),
        new("POST /projects/{slug}/invitations/{name}?handler=Withdraw", "/projects/apex/invitations/coordination?handler=Withdraw", ByPeople),
        new("GET /projects/{slug}/invitations/{name}/cancel", "/projects/ready/invitations/coordination/cancel", People),
        new("POST /projects/{slug}/invitations/{name}/cancel", "/projects/ready/invitations/coordination/cancel", ByPeople, ("Input.Sure", "true")),
        new("GET /projects/{slug}/cluster", "/projects/ready/cluster", People),
        new("POST /projects/{slug}/cluster", "/projects/ready/cluster", ByTheLead),
        new("GET /projects/{slug}/issue", "/projects/apex/issue", People),
        new("GET /projects/{slug}/history", "/projects/apex/history", People),
        new("GET /projects/{slug}/members", "/projects/apex/members", People),
        new("POST /projects/{slug}/members", "/projects/apex/members", ByTheLead, Login),
        new("POST /projects/{slug}/members?handler=Lead", "/projects/apex/members?handler=Lead", ByTheLead, ("member", "{member}")),
        new("POST /projects/{slug}/members?handler=Accepting", "/projects/apex/members?handler=Accepting", ByTheLead, ("member", "{member}"), ("allowed", "true")),

        // The member leaves by the same form.
        new("POST /projects/{slug}/members?handler=Remove", "/projects/apex/members?handler=Remove", ByPeople, ("member", "{member}")),
        new("GET /projects/{slug}/close", "/projects/apex/close", People),
        new("POST /projects/{slug}/close", "/projects/apex/close", ByTheLead, ("Input.Reason", "It moved.")),

        // Requests: their own coordinator decides.
        new("GET /review", "/review", Coordinators),
        new("GET /review/{id:guid}", "/review/{waiting}", TheCoordinator),
        new("POST /review/{id:guid}", "/review/{waiting}", ByTheCoordinator, ("Input.Decision", "approve")),
        new("POST /review/{id:guid}?handler=Undo", "/review/{approved}?handler=Undo", ByTheCoordinator),
        new("GET /review/stand-ins", "/review/stand-ins", "sign-in 404 404 404 page page page"),
        new("POST /review/stand-ins", "/review/stand-ins", "sign-in 404 404 404 told done done",
            [("Input.Contact", "bill-burns"), ("Input.From", "2026-10-29"), ("Input.To", "2026-10-30"), .. Login]),
        new("POST /review/stand-ins?handler=End", "/review/stand-ins?handler=End", "sign-in 404 404 404 404 done done", ("standIn", "{stand-in}")),

        // Operators.
        new("GET /operations/agreements", "/operations/agreements", Operators),
        new("GET /operations/agreements.{form:regex(^(csv|json)$)}", "/operations/agreements.csv", Operators),
        new("HEAD /operations/agreements.{form:regex(^(csv|json)$)}", "/operations/agreements.json", Operators),
        new("GET /operations/agreements/{slug}", "/operations/agreements/apex", Operators),
        new("GET /operations/agreements/{slug}/receipt/{name}/{version:int}", "/operations/agreements/apex/receipt/commitment/1", Operators),
        new("GET /operations/agreements/{slug}/receipt/{name}/{version:int}?handler=Json", "/operations/agreements/apex/receipt/commitment/1?handler=Json", Operators),
        new("GET /operations/projects", "/operations/projects", Operators),
        new("GET /operations/projects/{slug}", "/operations/projects/apex", Operators),
        new("GET /operations/projects/{slug}/lead", "/operations/projects/apex/lead", Operators),
        new("POST /operations/projects/{slug}/lead", "/operations/projects/apex/lead", ByOperators, [("Input.Reason", "The lead left."), .. Login]),
        new("GET /operations/projects/{slug}/close", "/operations/projects/apex/close", Operators),
        new("POST /operations/projects/{slug}/close", "/operations/projects/apex/close", ByOperators, ("Input.Reason", "Nobody answers.")),
        new("GET /operations/deliveries", "/operations/deliveries", Operators),
        new("POST /operations/deliveries?handler=Again", "/operations/deliveries?handler=Again", ByOperators, ("id", "{parked}")),
        new("POST /operations/deliveries?handler=Now", "/operations/deliveries?handler=Now", ByOperators, ("id", "{retried}")),
        new("POST /operations/deliveries?handler=All", "/operations/deliveries?handler=All", ByOperators, ("ids", "{parked}")),
        new("GET /operations/deliveries/{id:guid}", "/operations/deliveries/{parked}", Operators),
        new("POST /operations/deliveries/{id:guid}?handler=Again", "/operations/deliveries/{parked}?handler=Again", ByOperators),
        new("POST /operations/deliveries/{id:guid}?handler=Now", "/operations/deliveries/{retried}?handler=Now", ByOperators),
        new("POST /operations/deliveries/{id:guid}?handler=GiveUp", "/operations/deliveries/{parked}?handler=GiveUp", ByOperators, ("Input.Reason", "The mailbox is gone.")),
        new("GET /operations/issues", "/operations/issues", Operators),
        new("GET /operations/texts", "/operations/texts", Operators),
        new("GET /operations/texts/{name}/{number:int}", "/operations/texts/telemetry/2", Operators),
        new("POST /operations/texts/{name}/{number:int}", "/operations/texts/telemetry/2", ByOperators,
            ("Input.Change", "material"), ("Input.GraceDays", "30"), ("Input.WhatChanged", "More is said."), ("Input.Read", "true")),
        new("GET /operations/holds", "/operations/holds", Operators),
        new("POST /operations/holds", "/operations/holds", ByOperators, ("Input.Target", "sprint-planning"), ("Input.Sentence", "A freeze."), ("Input.Confirmed", "true")),
        new("POST /operations/holds?handler=End", "/operations/holds?handler=End", ByOperators, ("hold", "{hold}")),
        new("GET /operations/ledger", "/operations/ledger", Operators),
        new("POST /operations/ledger", "/operations/ledger", "sign-in 404 404 404 404 404 told"),
    ];
}

/// <param name="Endpoint">Method and route, and the handler of a page: as the running program has it.</param>
/// <param name="Address">One such address; <c>{member}</c> and the like stand for ids of <see cref="AccessScene"/>.</param>
/// <param name="Expected">What each of <see cref="AccessTable.Visitors"/> gets.</param>
/// <param name="Fields">What is typed; the hidden fields of the page come on top.</param>
internal sealed record AccessRow(string Endpoint, string Address, string Expected, params (string Name, string Value)[] Fields)
{
    public string Method => Endpoint.Split(' ')[0];

    /// <summary>The route, without the handler.</summary>
    public string Path => Endpoint[(Method.Length + 1)..].Split("?handler")[0];

    public string[] Cells => Expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Proved by a signature of its body rather than by a token of a form.</summary>
    public bool IsSigned { get; init; }
}
