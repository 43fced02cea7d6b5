using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>docs/deploy/kustomize hangs together, and fits the program.</summary>
public sealed class KustomizeTests
{
    private const string Sqlite = "kustomize/overlays/sqlite";
    private const string Postgres = "kustomize/overlays/postgres";

    private static readonly string[] Components = ["kustomize/components/monitoring", "kustomize/components/ingress"];

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public void Everything_an_overlay_refers_to_is_there(string overlay)
    {
        Assert.Equal([], new OverlayFindings(new Kustomization(new DeployFiles(), overlay)).All());
        Assert.Equal([], new OverlayFindings(new Kustomization(new DeployFiles(), overlay, Components)).All());
    }

    [Fact]
    public void One_replica_has_its_database_on_a_volume_that_no_second_one_writes_to()
    {
        var overlay = new Kustomization(new DeployFiles(), Sqlite);
        var deployment = overlay.Find("Deployment", "portal");

        Assert.Equal(("1", "Recreate"), ($"{deployment?["spec"]?["replicas"]}", $"{deployment?["spec"]?["strategy"]?["type"]}"));
        Assert.Equal("ReadWriteOnce", $"{overlay.Find("PersistentVolumeClaim", "portal-data")?["spec"]?["accessModes"]?[0]}");
        Assert.Equal("Sqlite", overlay.Settings["portal-settings"]["Database__Provider"]);
        Assert.StartsWith("Data Source=/var/lib/portal/", overlay.Settings["portal-settings"]["Database__ConnectionString"], StringComparison.Ordinal);
        Assert.Contains("/var/lib/portal", deployment?["spec"]?["template"]?["spec"]?["containers"]?[0]?["volumeMounts"]?.AsArray().Select(mount => $"{mount?["mountPath"]}") ?? []);
    }

    // OpenShift chooses both; elsewhere nobody would, and the claim would be root's.
    [Fact]
    public void A_volume_can_be_written_where_the_platform_chooses_no_group()
    {
        var (openShift, elsewhere) = (new Kustomization(new DeployFiles(), Sqlite), new Kustomization(new DeployFiles(), Sqlite, "kustomize/components/ingress"));

        Assert.Equal(("", "1654"), ($"{GroupOf(openShift)}", $"{GroupOf(elsewhere)}"));
        Assert.Null(elsewhere.Find("Route", "portal"));

        static System.Text.Json.Nodes.JsonNode? GroupOf(Kustomization overlay) => overlay.Find("Deployment", "portal")?["spec"]?["template"]?["spec"]?["securityContext"]?["fsGroup"];
    }

    [Fact]
    public void Three_replicas_are_replaced_without_a_gap_on_different_nodes()
    {
        var overlay = new Kustomization(new DeployFiles(), Postgres);
        var spec = overlay.Find("Deployment", "portal")?["spec"];

        Assert.Equal(("3", "RollingUpdate", "0"), ($"{spec?["replicas"]}", $"{spec?["strategy"]?["type"]}", $"{spec?["strategy"]?["rollingUpdate"]?["maxUnavailable"]}"));
        Assert.Equal("2", $"{overlay.Find("PodDisruptionBudget", "portal")?["spec"]?["minAvailable"]}");
        Assert.Equal(2, spec?["template"]?["spec"]?["topologySpreadConstraints"]?.AsArray().Count);
        Assert.Equal("Postgres", overlay.Settings["portal-settings"]["Database__Provider"]);
        Assert.DoesNotContain("Database__ConnectionString", overlay.Settings["portal-settings"].Keys);
        Assert.Contains("5432", overlay.Find("NetworkPolicy", "portal")?["spec"]?["egress"]?.ToJsonString() ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public void A_migration_may_take_an_hour_and_whoever_sends_large_forms_does_not_have_the_pod_evicted(string overlay)
    {
        var pod = new Kustomization(new DeployFiles(), overlay).Find("Deployment", "portal")?["spec"]?["template"]?["spec"];
        var probe = pod?["containers"]?[0]?["startupProbe"];

        Assert.Equal(3600, int.Parse($"{probe?["periodSeconds"]}") * int.Parse($"{probe?["failureThreshold"]}"));
        Assert.Contains("1Gi", pod?["volumes"]?.AsArray().Select(volume => $"{volume?["emptyDir"]?["sizeLimit"]}") ?? []);
    }

    // A router with host networking comes from no namespace's pods. A replica that is not ready must not keep a node from being emptied.
    [Fact]
    public void Routers_of_both_kinds_reach_the_pages_and_a_broken_replica_can_be_moved()
    {
        var overlay = new Kustomization(new DeployFiles(), Postgres);
        var from = overlay.Find("NetworkPolicy", "portal")?["spec"]?["ingress"]?[0]?["from"]?.AsArray().Select(peer => peer?["namespaceSelector"]?["matchLabels"]?.ToJsonString());

        Assert.Equal(["""{"network.openshift.io/policy-group":"ingress"}""", """{"policy-group.network.openshift.io/host-network":""}"""], from);
        Assert.Equal("AlwaysAllow", $"{overlay.Find("PodDisruptionBudget", "portal")?["spec"]?["unhealthyPodEvictionPolicy"]}");
    }

    // The check itself is checked: what somebody gets wrong is found.
    [Theory]
    [InlineData("kustomize/base/kustomization.yaml", "- route.yaml", "- rout.yaml", "there is no rout.yaml")]
    [InlineData("kustomize/base/kustomization.yaml", "Smtp__Host=", "Smtp__Server=", "Smtp__Server sets nothing")]
    [InlineData("kustomize/base/kustomization.yaml", "Proxies__Networks__0=", "Proxies__Networks=", "Proxies__Networks sets nothing")]
    [InlineData("kustomize/base/kustomization.yaml", "Deliveries__Issues=GitHub", "GitHub__Token=abc", "GitHub__Token is written in a file")]
    [InlineData("kustomize/base/deployment.yaml", "path: /health/ready", "path: /healthz", "readinessProbe asks for /healthz")]
    [InlineData("kustomize/base/deployment.yaml", "name: http\n", "name: web\n", "asks at a port that is not there")]
    [InlineData("kustomize/base/deployment.yaml", "mountPath: /tmp", "mountPath: /temp", "/tmp, which cannot be written")]
    [InlineData("kustomize/base/deployment.yaml", "key: webhook-secret", "key: hook", "docs/operations.md does not make portal-github with hook")]
    [InlineData("kustomize/base/deployment.yaml", "name: portal-settings", "name: settings", "There is no map settings")]
    [InlineData("kustomize/base/deployment.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem is not set")]
    [InlineData("kustomize/base/deployment.yaml", "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: 15", "does not wait until the portal has ended")]
    [InlineData("kustomize/base/service.yaml", "targetPort: metrics", "targetPort: metric", "leads to metric, which is not there")]
    [InlineData("kustomize/base/service.yaml", "component: web", "component: page", "Service portal selects nothing")]
    [InlineData("kustomize/base/route.yaml", "targetPort: http", "targetPort: metrics", "Visitors are led to portal:metrics")]
    [InlineData("kustomize/base/networkpolicy.yaml", "port: metrics", "port: prometheus", "to prometheus, which is not there")]
    [InlineData("kustomize/overlays/postgres/disruption.yaml", "component: web", "component: pages", "PodDisruptionBudget selects nothing")]
    [InlineData("kustomize/overlays/postgres/disruption.yaml", "app.kubernetes.io/name: operatefirst-portal", "app.kubernetes.io/component: web", "PodDisruptionBudget selects what belongs to others too")]
    [InlineData("kustomize/base/kustomization.yaml", "newTag: \"1\"", "newTag: latest", "image is not set")]
    [InlineData("kustomize/overlays/postgres/kustomization.yaml", "Portal__DrainSeconds=10", "Portal__DrainSeconds=5", "The drain is over before")]
    [InlineData("kustomize/overlays/postgres/kustomization.yaml", "kind: NetworkPolicy", "kind: Policy", "changes Policy portal, which is not there")]
    [InlineData("kustomize/overlays/postgres/three-replicas.yaml", "secretName: portal-data-protection", "secretName: portal-keys", "does not make portal-keys with certificate.pfx")]
    public void A_mistake_is_found(string file, string right, string wrong, string finding)
    {
        var changed = false;
        var files = new DeployFiles((path, text) =>
        {
            changed |= path == file && text.Contains(right, StringComparison.Ordinal);
            return path == file ? text.Replace(right, wrong, StringComparison.Ordinal) : text;
        });

        var findings = new OverlayFindings(new Kustomization(files, Postgres)).All();

        Assert.True(changed, $"{file} has no “{right}”.");
        Assert.Contains(findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    // Where the real program is there, it has to agree that these are kustomizations.
    [Fact]
    public async Task Kubectl_renders_both_overlays_where_it_is_installed()
    {
        var isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "kubectl")));
        Assert.SkipUnless(isInstalled, "kubectl is not installed here.");
        foreach (var overlay in new[] { Sqlite, Postgres })
        {
            await using var render = ChildProcess.Start("kubectl", ["kustomize", RepositoryFolder.Combine("docs", "deploy", overlay)], RepositoryFolder.Root);
            Assert.True(await render.WaitForExitAsync(cancellationToken: TestContext.Current.CancellationToken) == 0, render.Output);
            Assert.Contains("kind: Deployment", render.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("portal-settings\n", render.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_YAML_and_JSON_file_can_be_read()
    {
        var files = new DeployFiles();

        Assert.All(files.All(".yaml"), path => Assert.NotNull(files.Text(path).StartsWith("- op:", StringComparison.Ordinal) ? files.List(path) : files.Documents(path)));
        Assert.All(files.All(".json"), path => Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(files.Text(path))));
    }
}
