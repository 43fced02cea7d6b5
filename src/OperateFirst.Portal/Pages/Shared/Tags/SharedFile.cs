using Microsoft.AspNetCore.Components;

namespace OperateFirst.Portal.Pages.Shared.Tags;

/// <summary>Addresses of files in wwwroot under the name that carries their fingerprint, which browsers keep for a year.</summary>
public static class SharedFile
{
    /// <param name="file">The path within wwwroot: <c>icons.svg</c>.</param>
    public static string Address(HttpContext context, string file)
    {
        var files = AllOf(context);
        return $"{context.Request.PathBase}/{files?[file] ?? file}";
    }

    public static ResourceAssetCollection? AllOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
}
