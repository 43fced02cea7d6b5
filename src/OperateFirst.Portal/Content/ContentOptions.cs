namespace OperateFirst.Portal.Content;

public sealed class ContentOptions
{
    public const string Section = "Content";

    /// <summary>The folder with guide.md, portal.yaml and agreements/. A relative path starts at the content root; unset means the files shipped beside the program.</summary>
    public string? Folder { get; set; }

    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "Content", "Files");
}
