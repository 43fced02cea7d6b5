using System.Text.Json.Nodes;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>
/// What an overlay comes to, by the rules of Kustomize that our files use: resources, merged settings, patches, labels. It stands in for the
/// program, which not every machine has.
/// </summary>
internal sealed class Kustomization
{
    private readonly DeployFiles files;

    public Kustomization(DeployFiles files, string folder, params string[] components)
    {
        this.files = files;
        Take(folder);
        foreach (var component in components)
        {
            Take(component);
        }
    }

    public List<JsonObject> Objects { get; } = [];

    public Dictionary<string, Dictionary<string, string>> Settings { get; } = [];

    /// <summary>What does not resolve.</summary>
    public List<string> Faults { get; } = [];

    public JsonObject? Find(string kind, string name) => Objects.Find(item => (string?)item["kind"] == kind && (string?)item["metadata"]?["name"] == name);

    private void Take(string folder)
    {
        var kustomization = files.Documents($"{folder}/kustomization.yaml").Single();
        foreach (var resource in Strings(kustomization["resources"]))
        {
            var path = $"{folder}/{resource}";
            if (!files.Exists(path))
            {
                Faults.Add($"{folder}: there is no {resource}");
            }
            else if (resource.EndsWith(".yaml", StringComparison.Ordinal))
            {
                Objects.AddRange(files.Documents(path));
            }
            else
            {
                Take(Simple(path));
            }
        }

        foreach (var map in Items(kustomization["configMapGenerator"]))
        {
            Merge(folder, map);
        }

        foreach (var image in Items(kustomization["images"]))
        {
            Objects.ForEach(item => Name(item, image));
        }

        foreach (var patch in Items(kustomization["patches"]))
        {
            Patch(folder, $"{folder}/{patch["path"]}", patch["target"]);
        }

        foreach (var pair in Items(kustomization["labels"]).SelectMany(labels => (labels["pairs"] as JsonObject ?? []).ToList()))
        {
            Objects.ForEach(item => Label(item, pair.Key, (string?)pair.Value ?? ""));
        }
    }

    private void Merge(string folder, JsonObject map)
    {
        var name = (string?)map["name"] ?? "";
        if (((string?)map["behavior"] == "merge") != Settings.ContainsKey(name))
        {
            Faults.Add($"{folder}: the map {name} is merged into nothing, or made twice");
        }

        var settings = Settings[name] = Settings.GetValueOrDefault(name, []);
        foreach (var literal in Strings(map["literals"]))
        {
            settings[literal.Split('=')[0]] = literal[(literal.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }
    }

    private void Patch(string folder, string path, JsonNode? target)
    {
        if (!files.Exists(path))
        {
            Faults.Add($"{folder}: there is no {path}");
            return;
        }

        var patch = files.List(path);
        var header = target ?? patch;
        var (kind, name) = ((string?)header?["kind"] ?? "", (string?)(target?["name"] ?? patch?["metadata"]?["name"]) ?? "");
        switch (Find(kind, name), patch)
        {
            case (null, _):
                Faults.Add($"{folder}: {path} changes {kind} {name}, which is not there");
                break;
            case ({ } item, JsonArray operations):
                foreach (var operation in operations.OfType<JsonObject>())
                {
                    var list = ((string?)operation["path"] ?? "").Split('/')[1..^1].Aggregate((JsonNode?)item, (node, step) => node?[step]);
                    (list as JsonArray)?.Add(operation["value"]?.DeepClone());
                    if (list is not JsonArray || (string?)operation["op"] != "add")
                    {
                        Faults.Add($"{folder}: {path} adds to what is no list");
                    }
                }

                break;
            case ({ } item, JsonObject changes) when (string?)changes["$patch"] == "delete":
                Objects.Remove(item);
                break;
            case ({ } item, JsonObject changes):
                Merge(item, changes);
                break;
        }
    }

    // Objects member by member, lists of named things by their names.
    private static void Merge(JsonObject item, JsonObject changes)
    {
        foreach (var (name, change) in changes)
        {
            switch (item[name], change)
            {
                case (JsonObject old, JsonObject some):
                    Merge(old, some);
                    break;
                case (JsonArray old, JsonArray some):
                    foreach (var added in some.OfType<JsonObject>())
                    {
                        if (old.OfType<JsonObject>().FirstOrDefault(one => KeyOf(one) == KeyOf(added)) is { } same)
                        {
                            Merge(same, added);
                        }
                        else
                        {
                            old.Add(added.DeepClone());
                        }
                    }

                    break;
                default:
                    item[name] = change?.DeepClone();
                    break;
            }
        }
    }

    private static string KeyOf(JsonObject item) => (string?)(item["mountPath"] ?? item["name"]) ?? "";

    private static void Name(JsonObject item, JsonObject image)
    {
        foreach (var container in Items(item["spec"]?["template"]?["spec"]?["containers"]).Where(container => $"{container["image"]}" == $"{image["name"]}"))
        {
            container["image"] = $"{image["newName"]}:{image["newTag"]}";
        }
    }

    private static void Label(JsonObject item, string name, string value)
    {
        Add(item["metadata"]);
        switch ((string?)item["kind"])
        {
            case "Deployment":
                Add(item["spec"]?["template"]?["metadata"]);
                ((JsonObject?)item["spec"]?["selector"]?["matchLabels"])?.TryAdd(name, value);
                break;
            case "NetworkPolicy":
                ((JsonObject?)item["spec"]?["podSelector"]?["matchLabels"])?.TryAdd(name, value);
                break;
            case "Service":
                ((JsonObject?)item["spec"]?["selector"])?.TryAdd(name, value);
                break;
        }

        void Add(JsonNode? metadata)
        {
            if (metadata is JsonObject some)
            {
                (some["labels"] as JsonObject ?? (JsonObject)(some["labels"] = new JsonObject())).TryAdd(name, value);
            }
        }
    }

    private static string Simple(string path)
    {
        var steps = new List<string>();
        foreach (var step in path.Split('/'))
        {
            if (step == "..")
            {
                steps.RemoveAt(steps.Count - 1);
            }
            else
            {
                steps.Add(step);
            }
        }

        return string.Join('/', steps);
    }

    private static IEnumerable<string> Strings(JsonNode? list) => (list as JsonArray ?? []).Select(item => (string?)item ?? "");

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
