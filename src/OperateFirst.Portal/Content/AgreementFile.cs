namespace OperateFirst.Portal.Content;

/// <summary>agreements/*.md: front matter between two <c>---</c> lines, then the text that projects accept.</summary>
internal static class AgreementFile
{
    public const string Folder = "agreements";

    // The journey's steps 3 and 4 stand on these names.
    private static readonly string[] Required = ["telemetry", "commitment"];

    public static IReadOnlyList<AgreementText> ReadAll(string folder)
    {
        var there = Directory.Exists(Path.Combine(folder, Folder))
            ? Directory.EnumerateFileSystemEntries(Path.Combine(folder, Folder), "*.md").Select(path => $"{Folder}/{Path.GetFileName(path)}")
            : [];
        var texts = new List<AgreementText>();
        foreach (var name in there.Order(StringComparer.Ordinal))
        {
            Read(ContentFile.Read(folder, name), texts);
        }

        return Required.FirstOrDefault(name => texts.All(text => text.Name != name)) is { } missing
            ? throw new ContentException(new($"{Folder}/{missing}.md", 1), $"the file of the agreement named '{missing}' is missing.")
            : texts;
    }

    private static void Read(ContentFile file, List<AgreementText> texts)
    {
        var lines = file.Text.Split('\n');
        var close = Array.FindIndex(lines, 1, line => line.TrimEnd() == "---");
        if (lines[0].TrimEnd() != "---" || close < 0)
        {
            throw file.Wrong(1, "the file must begin with name, title, version and summary between two lines of '---'.");
        }

        var start = Array.FindIndex(lines, close + 1, line => !string.IsNullOrWhiteSpace(line));
        if (start < 0)
        {
            throw file.Wrong(close + 1, "there is no text below the second '---'.");
        }

        // Blank lines at both ends are no part of the text: an editor that adds one must not look like a changed agreement.
        var text = string.Join('\n', lines[start..]).TrimEnd() + "\n";
        texts.Add(YamlFields.Read(file, string.Join('\n', lines[1..close]), linesBefore: 1, fields =>
        {
            var name = fields.Name("name");
            return texts.FirstOrDefault(other => other.Name == name) is { } other
                ? throw fields.Wrong("name", $"the name '{name}' is already taken by {other.Source.File}.")
                : new AgreementText(
                    name, fields.Text("title"), fields.Positive("version"), fields.Text("summary"), text, TextHash.Of(text), new(file.Name, start + 1));
        }));
    }
}
