using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

public sealed class CloseModel(ProjectReader reader, CloseProject close) : ProjectPage(reader)
{
    [BindProperty]
    public CloseForm Input { get; set; } = new();

    public override Task LoadAsync(CancellationToken cancel) => Task.CompletedTask;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await close.RunAsync(Slug, Input.Reason, cancel);
        Notice($"{Slug} is closed", "Nothing was deleted: its history and receipts stay readable.");
        return To(Home);
    }

    public sealed class CloseForm
    {
        public string? Reason { get; set; }
    }
}
