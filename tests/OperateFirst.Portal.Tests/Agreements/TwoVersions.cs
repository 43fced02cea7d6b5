using OperateFirst.Portal.Tests.Content;
using OperateFirst.Portal.Tests.Pages;
using OperateFirst.Portal.TestSupport;

namespace OperateFirst.Portal.Tests.Agreements;

/// <summary>
/// A portal in which projects accepted version 1, started again over content files with a second version of both agreements:
/// <c>outdated</c> accepted both, <c>late</c> nothing.
/// </summary>
public sealed class TwoVersions : IDisposable
{
    public const string Added = "The operators may ask you to test updates.";

    private readonly TemporaryFolder folder = new();
    private readonly ContentFolder content = new();

    public async Task<PortalApp> StartAsync()
    {
        TestDatabase database;
        await using (var before = new PortalApp())
        {
            var lead = await before.LeadAsync("outdated");
            await lead.PostAsync("/projects/outdated/agreements/telemetry", ("Input.Agreed", "true"));
            await lead.PostAsync("/projects/outdated/agreements/commitment", ("Input.Agreed", "true"));
            await before.LeadAsync("late", "russellb");
            await before.SignInAsync("operator");
            database = before.CopyDatabase(folder.Combine("before.db"));
        }

        foreach (var name in new[] { "telemetry", "commitment" })
        {
            content.Replace($"agreements/{name}.md", "version: 1", "version: 2");
            content.Write($"agreements/{name}.md", content.Read($"agreements/{name}.md").TrimEnd() + $"\n\n## 5. News\n\n{Added}\n");
        }

        return new PortalApp(_ => { }, content.Load(), over: database);
    }

    /// <summary>Publishes version 2 of an agreement as its page does.</summary>
    public static async Task<HttpResponseMessage> PublishAsync(PortalApp portal, string agreement, string change, int graceDays = 45, int number = 2)
    {
        var operatorAtWork = await portal.SignInAsync("operator");
        return await operatorAtWork.PostAsync(
            $"/operations/texts/{agreement}/{number}",
            ("Input.Change", change),
            ("Input.GraceDays", graceDays.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Input.WhatChanged", "Updates are tested together."),
            ("Input.Read", "true"));
    }

    public void Dispose()
    {
        folder.Dispose();
        content.Dispose();
    }
}
