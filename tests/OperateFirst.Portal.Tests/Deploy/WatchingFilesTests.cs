using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OperateFirst.Portal.Tests.Commands.Telemetry;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>The dashboard and the alerts ask for what /metrics gives, and for nothing else.</summary>
[Collection(nameof(WatchedPortal))]
public sealed partial class WatchingFilesTests(WatchedPortal watched)
{
    private static readonly DeployFiles Files = new();

    [Fact]
    public async Task Every_number_that_a_panel_or_an_alert_asks_for_is_given()
    {
        await watched.OnboardAsync("dashboard");
        await Until.TrueAsync(
            "an e-mail is delivered", async () => (await watched.ScrapeAsync()).Sum("portal_delivery_duration_seconds_count") > 0, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var given = await watched.ScrapeAsync();
        var asked = Panels().SelectMany(panel => panel?["targets"]?.AsArray() ?? []).Select(target => $"{target?["expr"]}").Concat(Alerts().Select(alert => $"{alert?["expr"]}")).ToList();

        Assert.NotEmpty(asked);
        foreach (var expression in asked)
        {
            Assert.All(Metric().Matches(expression), metric => Assert.Contains(metric.Value, given.Names));
            Assert.All(By().Matches(expression).SelectMany(by => by.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)).Where(label => label != "instance"), label => Assert.Contains(label, given.Labels));
            Assert.All(Selected().Matches(expression).Where(label => label.Groups["name"].Value != "instance"), label => Assert.Contains(label.Groups["name"].Value, given.Labels));
        }
    }

    [Fact]
    public void Three_alerts_say_what_is_wrong_and_what_to_do()
    {
        var manual = File.ReadAllText(RepositoryFolder.Combine("docs", "operations.md"));

        Assert.Equal(3, Alerts().Count);
        Assert.All(Alerts(), alert =>
        {
            Assert.True($"{alert?["annotations"]?["summary"]}".Length > 20);
            Assert.True($"{alert?["annotations"]?["description"]}".Length > 80);
            Assert.Matches(@"^\d+[mh]$", $"{alert?["for"]}");
            Assert.Contains($"`{alert?["alert"]}`", manual, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_expression_closes_what_it_opens()
    {
        var expressions = Panels().SelectMany(panel => panel?["targets"]?.AsArray() ?? []).Concat(Alerts()).Select(one => $"{one?["expr"]}").ToList();

        Assert.All(expressions, expression =>
        {
            var text = Regex.Replace(expression, "\"[^\"]*\"", "");
            foreach (var (open, close) in new[] { ('(', ')'), ('{', '}'), ('[', ']') })
            {
                Assert.Equal(text.Count(character => character == open), text.Count(character => character == close));
            }

            Assert.DoesNotContain('"', text);
        });
    }

    [Fact]
    public void Panels_have_their_own_place_and_number()
    {
        var places = Panels().Select(panel => panel?["gridPos"]).ToList();

        Assert.Equal(Panels().Count, Panels().Select(panel => $"{panel?["id"]}").Distinct().Count());
        Assert.All(places, place => Assert.InRange((int)(place?["x"] ?? 0) + (int)(place?["w"] ?? 99), 1, 24));
        Assert.Equal(places.Count, places.Select(place => $"{place?["x"]} {place?["y"]}").Distinct().Count());
    }

    private static JsonArray Panels() => JsonNode.Parse(Files.Text("grafana/portal.json"))?["panels"]?.AsArray() ?? [];

    private static JsonArray Alerts() => Files.Documents("prometheus/alerts.yaml").Single()["groups"]?[0]?["rules"]?.AsArray() ?? [];

    // No label of a selector or of a grouping: those are asked for below.
    [GeneratedRegex(@"(?<!by \([^)]*)\b(portal|http|dotnet|kestrel)_[a-z_]+\b(?!=)")]
    private static partial Regex Metric();

    [GeneratedRegex(@"by \((?<labels>[^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex(@"(?<name>[a-z_]+)=~?""")]
    private static partial Regex Selected();
}
