using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Pages.Shared;

namespace OperateFirst.Portal.Pages;

/// <summary>Says of a receipt whether it is true. It reads the file and the public heads, and keeps nothing.</summary>
[RequestSizeLimit(MostBytes + 64 * 1024)]
[RequestFormLimits(MultipartBodyLengthLimit = MostBytes + 64 * 1024, ValueLengthLimit = MostBytes, ValueCountLimit = 64)]
public sealed class VerifyModel(PortalDbContext db) : PortalPage
{
    private const int MostBytes = 2 * 1024 * 1024;

    [BindProperty]
    public ReceiptForm Input { get; set; } = new();

    public ReceiptVerdict? Verdict { get; private set; }

    public override Task LoadAsync(CancellationToken cancel) => Task.CompletedTask;

    public async Task OnPostAsync(CancellationToken cancel)
    {
        var text = await TextAsync(cancel);
        Verdict = await ReceiptVerifier.VerifyAsync(text, head => db.PublishedHeads.AnyAsync(
            listed => listed.OpaqueChain == head.Chain && listed.Sequence == head.Sequence && listed.Hash == head.Hash, cancel));

        // What was pasted is of no use beside the answer.
        ModelState.Clear();
        Input = new ReceiptForm();
    }

    private async Task<string> TextAsync(CancellationToken cancel)
    {
        if (Input.File is { Length: > 0 } file)
        {
            if (file.Length > MostBytes)
            {
                throw new RuleBrokenException("File", "This file is larger than any receipt. Choose the .json file that you downloaded.");
            }

            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            return await reader.ReadToEndAsync(cancel);
        }

        return string.IsNullOrWhiteSpace(Input.Text)
            ? throw new RuleBrokenException("File", "Choose the receipt’s file, or paste its text.")
            : Input.Text;
    }

    public sealed class ReceiptForm
    {
        public IFormFile? File { get; set; }
        public string? Text { get; set; }
    }
}
