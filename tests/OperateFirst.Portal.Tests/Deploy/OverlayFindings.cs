using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>What of a rendered overlay would not work, or would be less safe than it should be.</summary>
internal sealed class OverlayFindings(Kustomization overlay)
{
    private const int DeliveriesEndSeconds = 8;

    private static readonly string Manual = File.ReadAllText(RepositoryFolder.Combine("docs", "operations.md"));

    private readonly JsonObject deployment = overlay.Find("Deployment", "portal") ?? [];

    private JsonNode? Pod => deployment["spec"]?["template"]?["spec"];

    private JsonNode? Container => Pod?["containers"]?[0];

    private JsonNode? PodLabels => deployment["spec"]?["template"]?["metadata"]?["labels"];

    public IReadOnlyList<string> All() =>
        [.. overlay.Faults, .. Volumes(), .. Environment(), .. Probes(), .. Selectors(), .. Targets(), .. Policies(), .. Safety(), .. Ending()];

    private IEnumerable<string> Volumes()
    {
        var volumes = Items(Pod?["volumes"]).ToDictionary(volume => $"{volume["name"]}");
        var mounts = Items(Container?["volumeMounts"]).ToList();
        foreach (var mount in mounts.Where(mount => !volumes.ContainsKey($"{mount["name"]}")))
        {
            yield return $"{mount["mountPath"]} is mounted from a volume that is not there";
        }

        foreach (var (name, volume) in volumes)
        {
            if (mounts.All(mount => $"{mount["name"]}" != name))
            {
                yield return $"The volume {name} is mounted nowhere";
            }

            if ((string?)volume["persistentVolumeClaim"]?["claimName"] is { } claim && overlay.Find("PersistentVolumeClaim", claim) is null)
            {
                yield return $"There is no claim {claim}";
            }

            foreach (var item in Items(volume["secret"]?["items"]).Where(item => !IsMadeByHand($"{volume["secret"]?["secretName"]}", $"{item["key"]}")))
            {
                yield return $"docs/operations.md does not make {volume["secret"]?["secretName"]} with {item["key"]}";
            }
        }

        if (mounts.All(mount => $"{mount["mountPath"]}" != "/tmp"))
        {
            yield return "Larger forms are buffered in /tmp, which cannot be written";
        }
    }

    private IEnumerable<string> Environment()
    {
        foreach (var map in Items(Container?["envFrom"]).Select(from => $"{from["configMapRef"]?["name"]}").Where(map => !overlay.Settings.ContainsKey(map)))
        {
            yield return $"There is no map {map}";
        }

        var variables = Items(Container?["env"]).ToList();
        foreach (var name in variables.Select(variable => $"{variable["name"]}").Concat(overlay.Settings.Values.SelectMany(map => map.Keys)).Where(name => !SettingNames.Has(name)))
        {
            yield return $"{name} sets nothing";
        }

        foreach (var variable in variables)
        {
            var secret = variable["valueFrom"]?["secretKeyRef"];
            if (secret is not null && !IsMadeByHand($"{secret["name"]}", $"{secret["key"]}"))
            {
                yield return $"docs/operations.md does not make {secret["name"]} with {secret["key"]}";
            }
        }

        var written = variables.Where(variable => variable["value"] is not null).Select(variable => $"{variable["name"]}").Concat(overlay.Settings.Values.SelectMany(map => map.Keys));
        foreach (var name in written.Where(name => Regex.IsMatch(name, "(Token|Secret|Password|User)$")))
        {
            yield return $"{name} is written in a file";
        }

        foreach (var item in overlay.Objects.Where(item => $"{item["kind"]}" == "Secret"))
        {
            yield return $"The secret {item["metadata"]?["name"]} is written in a file";
        }
    }

    private IEnumerable<string> Probes()
    {
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            var get = Container?[probe]?["httpGet"];
            if (!Ports().Contains($"{get?["port"]}"))
            {
                yield return $"{probe} asks at a port that is not there";
            }

            if (AccessTable.Rows.All(row => row.Endpoint != $"GET {get?["path"]}"))
            {
                yield return $"{probe} asks for {get?["path"]}, which is not there";
            }
        }
    }

    private IEnumerable<string> Selectors() =>
        from selector in new[]
        {
            ("Deployment", deployment["spec"]?["selector"]?["matchLabels"], PodLabels),
            ("Service portal", overlay.Find("Service", "portal")?["spec"]?["selector"], PodLabels),
            ("Service portal-metrics", overlay.Find("Service", "portal-metrics")?["spec"]?["selector"], PodLabels),
            ("NetworkPolicy", overlay.Find("NetworkPolicy", "portal")?["spec"]?["podSelector"]?["matchLabels"], PodLabels),
        }
        .Concat(overlay.Objects.Where(item => $"{item["kind"]}" == "PodDisruptionBudget").Select(item => ("PodDisruptionBudget", item["spec"]?["selector"]?["matchLabels"], PodLabels)))
        .Concat(Items(Pod?["topologySpreadConstraints"]).Select(item => ("topologySpreadConstraints", item["labelSelector"]?["matchLabels"], PodLabels)))
        .Concat(overlay.Objects.Where(item => $"{item["kind"]}" == "ServiceMonitor")
            .Select(item => ("ServiceMonitor", item["spec"]?["selector"]?["matchLabels"], overlay.Find("Service", "portal-metrics")?["metadata"]?["labels"])))
        let labels = selector.Item2 as JsonObject ?? []
        let selectsNothing = labels.Count == 0 || labels.Any(label => $"{selector.Item3?[label.Key]}" != $"{label.Value}")
        where selectsNothing || !labels.ContainsKey("app.kubernetes.io/name")
        select selectsNothing ? $"{selector.Item1} selects nothing" : $"{selector.Item1} selects what belongs to others too";

    private IEnumerable<string> Targets()
    {
        foreach (var service in overlay.Objects.Where(item => $"{item["kind"]}" == "Service"))
        {
            foreach (var port in Items(service["spec"]?["ports"]).Where(port => !Ports().Contains($"{port["targetPort"]}")))
            {
                yield return $"Service {service["metadata"]?["name"]} leads to {port["targetPort"]}, which is not there";
            }
        }

        var ways = overlay.Objects.Where(item => $"{item["kind"]}" == "Route").Select(item => (Service: $"{item["spec"]?["to"]?["name"]}", Port: $"{item["spec"]?["port"]?["targetPort"]}"))
            .Concat(overlay.Objects.Where(item => $"{item["kind"]}" == "Ingress").SelectMany(item => Items(item["spec"]?["rules"])).SelectMany(rule => Items(rule["http"]?["paths"]))
                .Select(path => (Service: $"{path["backend"]?["service"]?["name"]}", Port: $"{path["backend"]?["service"]?["port"]?["name"]}")))
            .ToList();
        foreach (var way in ways.Where(way => Items(overlay.Find("Service", way.Service)?["spec"]?["ports"]).All(port => $"{port["name"]}" != way.Port)))
        {
            yield return $"Visitors are led to {way.Service}:{way.Port}, which is not there";
        }

        if (ways.Count != 1 || ways[0].Port == "metrics")
        {
            yield return "There is not one way for visitors, to the pages";
        }
    }

    private IEnumerable<string> Policies() =>
        from rule in Items(overlay.Find("NetworkPolicy", "portal")?["spec"]?["ingress"])
        from port in Items(rule["ports"])
        where !Ports().Contains($"{port["port"]}") || rule["from"] is null
        select $"NetworkPolicy lets everybody in, or to {port["port"]}, which is not there";

    private IEnumerable<string> Safety() =>
        from rule in new[]
        {
            ("runAsNonRoot", $"{Pod?["securityContext"]?["runAsNonRoot"]}" == "true"),
            ("seccompProfile", $"{Pod?["securityContext"]?["seccompProfile"]?["type"]}" == "RuntimeDefault"),
            ("allowPrivilegeEscalation", $"{Container?["securityContext"]?["allowPrivilegeEscalation"]}" == "false"),
            ("readOnlyRootFilesystem", $"{Container?["securityContext"]?["readOnlyRootFilesystem"]}" == "true"),
            ("capabilities", $"{Container?["securityContext"]?["capabilities"]?["drop"]?[0]}" == "ALL"),
            ("automountServiceAccountToken", $"{Pod?["automountServiceAccountToken"]}" == "false"),
            ("a user of its own choice", Pod?["securityContext"]?["runAsUser"] is null && Container?["securityContext"]?["runAsUser"] is null),
            ("memory", $"{Container?["resources"]?["limits"]?["memory"]}" == "512Mi" && Container?["resources"]?["requests"]?["memory"] is not null),
            ("cpu", Container?["resources"]?["limits"]?["cpu"] is not null && Container["resources"]?["requests"]?["cpu"] is not null),
            ("image", Regex.IsMatch($"{Container?["image"]}", "^[^:]+(:[0-9]+/.+)?:(?!latest)[^:/]+$")),
            ("serviceAccountName", overlay.Find("ServiceAccount", $"{Pod?["serviceAccountName"]}") is not null),
        }
        where !rule.Item2
        select $"{rule.Item1} is not set as it has to be";

    private IEnumerable<string> Ending()
    {
        var drain = Number(overlay.Settings.Values.Select(map => map.GetValueOrDefault("Portal__DrainSeconds")).OfType<string>().FirstOrDefault());
        if (Number($"{Pod?["terminationGracePeriodSeconds"]}") <= drain + DeliveriesEndSeconds)
        {
            yield return "The platform does not wait until the portal has ended";
        }

        var ready = Container?["readinessProbe"];
        if (Number($"{deployment["spec"]?["replicas"]}") > 1 && drain <= Number($"{ready?["periodSeconds"]}") * Number($"{ready?["failureThreshold"]}"))
        {
            yield return "The drain is over before the platform has seen that the replica is not ready";
        }
    }

    private IEnumerable<string> Ports() => Items(Container?["ports"]).Select(port => $"{port["name"]}");

    private static bool IsMadeByHand(string secret, string key) => Manual.Contains($"create secret generic {secret} ", StringComparison.Ordinal)
        && Regex.IsMatch(Manual, $@"create secret generic {Regex.Escape(secret)} [^\n]*(\\\n[^\n]*)*--from-(literal|file)={Regex.Escape(key)}=");

    private static int Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
