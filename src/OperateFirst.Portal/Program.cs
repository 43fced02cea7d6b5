using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Agreements;
using OperateFirst.Portal.Clock;
using OperateFirst.Portal.Commands;
using OperateFirst.Portal.Commands.Health;
using OperateFirst.Portal.Commands.Telemetry;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Conversation;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.GitHub;
using OperateFirst.Portal.Guide;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Invitations;
using OperateFirst.Portal.Ledger;
using OperateFirst.Portal.Mail;
using OperateFirst.Portal.Meetings;
using OperateFirst.Portal.Onboarding;
using OperateFirst.Portal.Outbox;
using OperateFirst.Portal.Pages;
using OperateFirst.Portal.Projects;
using OperateFirst.Portal.Reminders;
using OperateFirst.Portal.Review;

// A published program's settings and content lie beside it, wherever it is started from.
var published = !File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "OperateFirst.Portal.csproj"));
var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = published ? AppContext.BaseDirectory : null,
});
if (!Verbs.AreIn(args))
{
    // Neither needs anything of the host, which is built meanwhile: one after the other, for a machine of two cores.
    builder.UseDatabaseAhead(after: builder.ReadContentAhead());
}

builder.AddHosting();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services
    .AddContent(builder.Configuration)
    .AddData(builder.Configuration)
    .AddClock()
    .AddLedger()
    .AddOutbox()
    .AddAccounts(builder.Configuration)
    .AddProjects()
    .AddGuide()
    .AddConversation()
    .AddAgreements()
    .AddMeetings()
    .AddInvitations()
    .AddOnboarding()
    .AddReview()
    .AddReminders()
    .AddGitHub()
    .AddMail()
    .AddPages()
    .AddCommands();
builder.AddTelemetry();

if (Verbs.AreIn(args))
{
    return await Verbs.RunAsync(args, builder);
}

return await StartFailure.TellAsync("The portal did not start.", 1, async () =>
{
    var app = builder.Build();
    app.UseMetrics();
    app.UseHosting(SignInOrigins.Of(app.Services));
    app.UsePages();
    app.UseGitHub();
    app.UseHealth();
    await app.RunAsync();
    return 0;
});

/// <summary>Named so that tests can start the program.</summary>
public sealed partial class Program;
