using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>A portal with projects that stand in different ways, and an operator who looks at them.</summary>
public sealed class StatusScene(Action<IWebHostBuilder>? configure = null) : IAsyncDisposable
{
    private Visitor? lead;
    private Visitor? viewer;

    public PortalApp Portal { get; } = new(_ => { }, configure: configure);

    public DateTime Now => Portal.Clock.GetUtcNow().UtcDateTime;

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    public async Task<Visitor> OperatorAsync() => viewer ??= await Portal.SignInAsync("operator");

    public async Task<Visitor> LeadAsync() => lead ??= await Portal.SignInAsync("cooktheryan");

    public async Task<string> PageAsync(string path) => await (await OperatorAsync()).ReadAsync(path);

    public async Task RegisterAsync(string slug, string? name = null) => await (await LeadAsync()).PostAsync(
        "/projects/new?want=onboard",
        ("Input.Name", name ?? slug),
        ("Input.Slug", slug),
        ("Input.Description", "For a test."),
        ("Input.RepositoryUrl", "https://github.com/sigstore/sigstore"),
        ("Input.ContactEmail", "lead@example.org"));

    public async Task AcceptAsync(string slug, params string[] agreements)
    {
        foreach (var agreement in agreements.Length > 0 ? agreements : [AgreementNames.Telemetry, AgreementNames.Commitment])
        {
            await (await LeadAsync()).PostAsync($"/projects/{slug}/agreements/{agreement}", ("Input.Agreed", "true"));
        }
    }

    public async Task CloseAsync(string slug) =>
        await (await LeadAsync()).PostAsync($"/projects/{slug}/close", ("Input.Reason", "Over."), ("Input.Slug", slug));

    /// <summary>Publishes the next version of an agreement; the acceptances of the one before count for some days more.</summary>
    public async Task PublishAsync(string agreement, int days)
    {
        await using var scope = Portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "AgreementVersions" ("Agreement", "Number", "Title", "Summary", "Text", "Sha256", "PublishedAtUtc", "IsMaterial", "GraceEndsAtUtc", "WhatChanged")
            SELECT "Agreement", "Number" + 1, "Title", "Summary", "Text", "Sha256", {Now}, {true}, {Now.AddDays(days)}, 'More.'
            FROM "AgreementVersions" WHERE "Agreement" = {agreement} ORDER BY "Number" DESC LIMIT 1
            """);
        scope.ServiceProvider.GetRequiredService<PortalLedger>().RecordForPortal(AgreementEvents.Published, null, []);
        await db.SaveChangesAsync();
        await Portal.TickAsync();
    }

    public async Task WithdrawAsync(string slug, string agreement)
    {
        await using var scope = Portal.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var project = await db.Projects.Where(candidate => candidate.Slug == slug).Select(candidate => candidate.Id).SingleAsync();
        var entry = scope.ServiceProvider.GetRequiredService<PortalLedger>().Record(project, AgreementEvents.Withdrawn, null, new JsonObject { ["by"] = "cooktheryan" });
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "AcceptanceWithdrawals" ("Id", "ProjectId", "Agreement", "Round", "Number", "Reason", "AccountId", "AccountName", "AtUtc", "LedgerEntryId")
            VALUES ({Guid.NewGuid()}, {project}, {agreement}, 0, 1, 'We stop.', {Guid.NewGuid()}, 'cooktheryan', {Now}, {entry.Id})
            """);
        await db.SaveChangesAsync();
    }

    /// <summary>Copies of a project, named <c>slug-0001</c> and so on, that share all that it has but its people and its past.</summary>
    public async Task MultiplyAsync(string slug, int times)
    {
        await CopyAsync("Projects", "Id", slug, times);
        await CopyAsync("ProjectProgress", "ProjectId", slug, times);
    }

    public Task<int> SqlAsync(FormattableString statement) => Portal.ReadAsync(db => db.Database.ExecuteSqlAsync(statement));

    private async Task CopyAsync(string table, string key, string slug, int times)
    {
        await Portal.ReadAsync(async db =>
        {
            var type = db.Model.GetEntityTypes().Single(type => type.GetTableName() == table);
            var columns = type.GetFlattenedProperties().Select(property => property.GetColumnName(StoreObjectIdentifier.Table(table))).ToList();
            var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
            var (id, number) = TestDatabase.IsPostgres
                ? ("(lpad(to_hex(n), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid", "lpad(n::text, 4, '0')")
                : ("printf('%08X-0000-7000-8000-%012X', n, n)", "printf('%04d', n)");
            var values = string.Join(", ", columns.Select(column => column == key ? id : column == "Slug" ? $"\"Slug\" || '-' || {number}" : $"\"{column}\""));
            return await db.Database.ExecuteSqlRawAsync(
                string.Create(CultureInfo.InvariantCulture, $$"""
                WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {{times}})
                INSERT INTO "{{table}}" ({{names}}) SELECT {{values}} FROM "{{table}}", series WHERE "Slug" = {0}
                """),
                slug);
        });
    }
}
