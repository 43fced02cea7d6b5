using System.Text.Json.Nodes;
using OperateFirst.Portal.TestSupport;
using YamlDotNet.Serialization;

namespace OperateFirst.Portal.Tests.Deploy;

/// <summary>The files of docs/deploy, as a test may have changed one. All values are texts.</summary>
/// <param name="change">Path below docs/deploy and its text in; the text to go on with out.</param>
internal sealed class DeployFiles(Func<string, string, string>? change = null)
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();
    private static readonly ISerializer Json = new SerializerBuilder().JsonCompatible().Build();

    private readonly string root = RepositoryFolder.Combine("docs", "deploy");

    public IEnumerable<string> All(string ending) =>
        Directory.EnumerateFiles(root, $"*{ending}", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public bool Exists(string path) => Path.Exists(FullPath(path));

    public string Text(string path)
    {
        var text = File.ReadAllText(FullPath(path));
        return change is null ? text : change(path, text);
    }

    /// <summary>Each document of a YAML file.</summary>
    public IReadOnlyList<JsonObject> Documents(string path)
    {
        var parser = new YamlDotNet.Core.Parser(new StringReader(Text(path)));
        parser.MoveNext();
        var documents = new List<JsonObject>();
        while (parser.Current is not YamlDotNet.Core.Events.StreamEnd)
        {
            if (parser.Current is YamlDotNet.Core.Events.StreamStart)
            {
                parser.MoveNext();
            }

            documents.Add(ToJson(Yaml.Deserialize<object?>(parser)) as JsonObject ?? throw new InvalidDataException($"{path} holds something else than an object."));
        }

        return documents;
    }

    public JsonNode? List(string path) => ToJson(Yaml.Deserialize<object?>(Text(path)));

    private static JsonNode? ToJson(object? value) => JsonNode.Parse(Json.Serialize(value));

    private string FullPath(string path) => Path.GetFullPath(Path.Combine(root, path));
}
