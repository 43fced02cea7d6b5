using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Tests.Data;
using OperateFirst.Portal.Tests.Mail;
using OperateFirst.Portal.Tests.Outbox;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private static readonly Dictionary<string, string?> Folder = new()
    {
        ["Portal:Address"] = "https://portal.example.org",
        ["SignIn:GitHub:ClientId"] = "client",
        ["SignIn:GitHub:ClientSecret"] = "canary-client",
        ["Deliveries:Issues"] = "Folder",
        ["Deliveries:Mail"] = "Folder",
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_sound_portal_is_ok_line_by_line_and_ends_with_0()
    {
        Load("decisions-and-proof.sql");

        var (code, output) = await PortalProcess.RunAsync(folder.Path, Folder, ["doctor", "--json"]);

        Assert.True(code == 0, output);
        var findings = JsonSerializer.Deserialize<List<Told>>(output[output.IndexOf('[', StringComparison.Ordinal)..], JsonSerializerOptions.Web) ?? [];
        Assert.Equal(
            [
                "settings", "content files", "time-zone data", "disk", "database", "append-only triggers", "clock", "GitHub token", "GitHub repository",
                "GitHub webhook secret", "SMTP login",
            ],
            findings.Select(finding => finding.What));
        Assert.DoesNotContain(findings, finding => finding.Level == "FAIL");
    }

    [Fact]
    public async Task What_fails_is_named_without_a_secret_and_it_ends_with_1()
    {
        Load(
            "decisions-and-proof.sql",
            """
            DROP TRIGGER "Acceptances_refuses_DELETE";
            INSERT INTO "DataProtectionKeys" ("FriendlyName", "Xml") VALUES
              ('old', '<key id="6f1c0a0e-0000-4000-8000-000000000001"><expirationDate>2026-01-05T00:00:00Z</expirationDate><descriptor><masterKey><value>cGxhaW4=</value></masterKey></descriptor></key>'),
              ('new', '<key id="6f1c0a0e-0000-4000-8000-000000000002"><expirationDate>2026-04-05T00:00:00Z</expirationDate><descriptor><masterKey><value>cGxhaW4=</value></masterKey></descriptor></key>'),
              ('good', '<key id="6f1c0a0e-0000-4000-8000-000000000003"><expirationDate>2026-04-06T00:00:00Z</expirationDate><descriptor><encryptedSecret /></descriptor></key>'),
              ('none', 'no XML')
            """);
        var now = TimeProvider.System.GetUtcNow();
        await using var gitHub = await HttpStub.StartAsync();
        gitHub.Answer(HttpMethod.Get, "/user", StubAnswer.Json(401, """{"message":"Bad credentials for canary-token"}"""))
            .Answer(HttpMethod.Get, "/repos/o/r", StubAnswer.Json(403, """{"message":"The token canary-token may not see this"}"""));
        await using var mail = ScriptedSmtpServer.Start();
        mail.Answers["EHLO"] = "250 AUTH PLAIN";
        mail.Answers["AUTH"] = "535 5.7.8 not with the password canary-password";
        var settings = new Dictionary<string, string?>(Folder)
        {
            ["Deliveries:Issues"] = "GitHub",
            ["Deliveries:Mail"] = "Smtp",
            ["DataProtection:Certificate"] = SelfSigned.WritePem(folder.Combine("keys.pem"), now.AddYears(-1), now.AddDays(29)),
            ["GitHub:ApiUrl"] = gitHub.Address.ToString(),
            ["GitHub:Repository"] = "o/r",
            ["GitHub:Token"] = "canary-token",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{mail.Port}",
            ["Smtp:Tls"] = "None",
            ["Smtp:User"] = "portal",
            ["Smtp:Password"] = "canary-password",
            ["Smtp:SenderAddress"] = "portal@example.org",
        };

        var (code, output) = await PortalProcess.RunAsync(folder.Path, settings, ["doctor"], "Development");

        Assert.Equal(1, code);
        var lines = output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("FAIL  append-only triggers", StringComparison.Ordinal) && line.Contains("Acceptances", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FAIL  GitHub token", StringComparison.Ordinal) && line.Contains("set GitHub:Token to one that is valid", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FAIL  GitHub repository", StringComparison.Ordinal) && line.Contains("the right to write issues in o/r", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("warn  GitHub webhook secret", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FAIL  SMTP login", StringComparison.Ordinal) && line.Contains("refused Smtp:User", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok    clock", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("warn  certificate", StringComparison.Ordinal) && line.Contains($"expires on {now.AddDays(29):yyyy-MM-dd}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("warn  keys of sessions", StringComparison.Ordinal) && line.Contains("2 keys in the database are not encrypted", StringComparison.Ordinal));
        Assert.DoesNotContain("canary", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_are_named_and_it_makes_no_database()
    {
        var (code, output) = await PortalProcess.RunAsync(folder.Path, new Dictionary<string, string?>(), ["doctor"]);

        Assert.Equal(1, code);
        Assert.Contains("FAIL  settings", output, StringComparison.Ordinal);
        Assert.Contains("Portal:Address", output, StringComparison.Ordinal);
        Assert.Contains("Deliveries:Mail", output, StringComparison.Ordinal);
        Assert.Equal(4, output.Split('\n').Count(line => line.StartsWith("warn", StringComparison.Ordinal) && line.EndsWith("Not asked: correct the settings first.", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_named_among_the_settings_and_the_database_is_looked_at_all_the_same()
    {
        Load("decisions-and-proof.sql");

        var (code, output) = await PortalProcess.RunAsync(folder.Path, new Dictionary<string, string?>(Folder) { ["DataProtection:Certificate"] = folder.Combine("none.pem") }, ["doctor"]);

        Assert.Equal(1, code);
        Assert.Contains(output.Split('\n'), line => line.StartsWith("FAIL  settings", StringComparison.Ordinal) && line.Contains("there is no file", StringComparison.Ordinal));
        Assert.Contains(output.Split('\n'), line => line.StartsWith("ok    append-only triggers", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("repo, gist", """{"full_name":"o/r","has_issues":true,"archived":false}""", FindingLevel.Warn, "more than it needs: gist", FindingLevel.Ok, "o/r takes issues")]
    [InlineData("read:user", """{"full_name":"o/r","has_issues":false,"archived":false}""", FindingLevel.Fail, "lacks the scope public_repo", FindingLevel.Fail, "turned off")]
    [InlineData(null, """{"full_name":"o/r","has_issues":true,"archived":true}""", FindingLevel.Ok, "tells no scopes", FindingLevel.Fail, "archived")]
    [InlineData("public_repo", """{"full_name":"o/renamed","has_issues":true,"archived":false}""", FindingLevel.Ok, "bot's, with the scope public_repo", FindingLevel.Warn, "renamed to o/renamed")]
    public async Task What_the_token_may_do_and_what_the_repository_takes_is_told(
        string? scopes, string repository, FindingLevel token, string ofToken, FindingLevel place, string ofPlace)
    {
        await using var gitHub = await HttpStub.StartAsync();
        gitHub.Answer(HttpMethod.Get, "/user", StubAnswer.Json(200, """{"login":"bot"}""", [.. scopes is null ? [] : new[] { ("X-OAuth-Scopes", scopes) }]))
            .Answer(HttpMethod.Get, "/repos/o/r", StubAnswer.Json(200, repository));
        await using var rooms = await DeliveryRooms.OpenAsync(new()
        {
            ["Deliveries:Issues"] = "GitHub",
            ["GitHub:Token"] = "token",
            ["GitHub:Repository"] = "o/r",
            ["GitHub:ApiUrl"] = gitHub.Address.ToString(),
            ["GitHub:WebhookSecret"] = "0123456789abcdef",
        });

        var findings = await FindAsync(rooms);

        Assert.Equal((token, place), (findings["GitHub token"].Level, findings["GitHub repository"].Level));
        Assert.Contains(ofToken, findings["GitHub token"].Sentence, StringComparison.Ordinal);
        Assert.Contains(ofPlace, findings["GitHub repository"].Sentence, StringComparison.Ordinal);
        Assert.Equal(FindingLevel.Ok, findings["GitHub webhook secret"].Level);
        Assert.Equal(FindingLevel.Ok, findings["SMTP login"].Level);
    }

    [Fact]
    public async Task A_mail_server_that_answers_is_ok_and_gets_no_mail_and_one_that_is_away_is_told()
    {
        await using var mail = ScriptedSmtpServer.Start();
        var settings = new Dictionary<string, string?>
        {
            ["Deliveries:Mail"] = "Smtp",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{mail.Port}",
            ["Smtp:Tls"] = "None",
            ["Smtp:SenderAddress"] = "portal@example.org",
        };
        await using (var rooms = await DeliveryRooms.OpenAsync(settings))
        {
            var finding = (await FindAsync(rooms))["SMTP login"];
            Assert.Equal((FindingLevel.Ok, "127.0.0.1 answers. Smtp:User is not set, so the portal does not sign in."), (finding.Level, finding.Sentence));
            Assert.Empty(mail.Received);
        }

        settings["Smtp:Port"] = $"{Loopback.FreePort()}";
        await using (var rooms = await DeliveryRooms.OpenAsync(settings))
        {
            var finding = (await FindAsync(rooms))["SMTP login"];
            Assert.Equal(FindingLevel.Fail, finding.Level);
            Assert.Contains("The connection to the mail server 127.0.0.1 failed", finding.Sentence, StringComparison.Ordinal);
        }
    }

    private static async Task<Dictionary<string, Finding>> FindAsync(DeliveryRooms rooms)
    {
        var findings = await Task.WhenAll(rooms.Services.GetServices<IDeliveryProbe>().Select(probe => probe.RunAsync(CancellationToken.None)));
        return findings.SelectMany(some => some).ToDictionary(finding => finding.What);
    }

    private void Load(string schema, string more = "")
    {
        Tables.Load(folder.Combine("portal.db"), schema);
        if (more.Length > 0)
        {
            Tables.Run(folder.Combine("portal.db"), more);
        }
    }

    private sealed record Told(string Level, string What, string Sentence);
}
