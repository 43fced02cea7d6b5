using Microsoft.AspNetCore.Mvc;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Projects;

/// <summary>First what is wanted, so that nobody fills in the wrong form; then the registration.</summary>
public sealed class NewModel(RegisterProject register, PortalDbContext db, CurrentAccount me, PortalContent content) : PortalPage
{
    public const string OnboardProject = "onboard";

    [BindProperty(SupportsGet = true, Name = "want")]
    public string? Want { get; set; }

    [BindProperty]
    public ProjectForm Input { get; set; } = new();

    public bool Registers => Want == OnboardProject;

    /// <summary>The way for those who want something else; null while nothing, or the registration, is chosen.</summary>
    public Link? OtherWay => Want switch
    {
        "access" => content.Links.ExistingProject,
        "quota" => content.Links.MoreQuota,
        "leave" => content.Links.Leaving,
        _ => null,
    };

    public static IReadOnlyList<(string Value, string Text, string Help)> Wants { get; } =
    [
        (OnboardProject, "Bring a new project to the cloud", "You register it here and go through eight steps."),
        ("access", "Get access to a project that is there already", "Its people or the operators let you in."),
        ("quota", "Get more quota for a project", "More processors, memory or storage."),
        ("leave", "Take a project off the cloud", "Or give back what it no longer needs."),
    ];

    public override async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input.ContactEmail = (await me.LoadAsync(db, cancel)).Email;
    }

    public override Task LoadAsync(CancellationToken cancel) => Task.CompletedTask;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        // Without scripts the short name may be left empty: propose it here, to be seen before anything is saved.
        if (string.IsNullOrWhiteSpace(Input.Slug) && ProjectDetails.ProposeSlug(Input.Name ?? "") is { Length: > 0 } proposal)
        {
            ModelState.SetModelValue("Input.Slug", proposal, proposal);
            Input.Slug = proposal;
            ModelState.AddModelError("Input.Slug", $"The short name was empty. “{proposal}” is proposed: keep it or change it, then send again.");
            return Page();
        }

        var slug = await register.RunAsync(Input, cancel);
        Notice($"{slug} is registered", "Step 1 is done. You are the project's lead. Your next step is to read about the environment.");
        return To($"/projects/{slug}");
    }
}
