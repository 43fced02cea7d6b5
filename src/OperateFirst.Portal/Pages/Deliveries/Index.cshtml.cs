using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MimeKit;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Pages.Deliveries;

/// <summary>What the delivery folder received; in Development only.</summary>
public sealed class IndexModel(DeliveryFolder folder, IHostEnvironment environment) : PageModel
{
    private const int Most = 200;

    public string FolderPath => folder.FullPath;

    public IReadOnlyList<DeliveredFile> Files { get; private set; } = [];

    /// <summary>The file's name; null for the list.</summary>
    public string? Name { get; private set; }

    /// <summary>The file as it is.</summary>
    public string Raw { get; private set; } = "";

    /// <summary>The e-mail's parts, decoded; null where the file is none.</summary>
    public MimeMessage? Mail { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? name, CancellationToken cancel)
    {
        if (!environment.IsDevelopment() || HttpContext.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
        {
            return NotFound();
        }

        if (name is null)
        {
            Files = folder.List(Most);
            return Page();
        }

        if (await folder.ReadAsync(name, cancel) is not { } raw)
        {
            return NotFound();
        }

        (Name, Raw) = (name, raw);
        if (name.EndsWith(".eml", StringComparison.Ordinal))
        {
            using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(raw));
            Mail = await MimeMessage.LoadAsync(bytes, cancel);
        }

        return Page();
    }
}
