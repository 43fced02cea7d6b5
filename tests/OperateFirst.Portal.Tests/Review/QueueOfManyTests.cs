using OperateFirst.Portal.Tests.Pages;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>A beginning that fits very many projects takes another way through the queue: it must find the same requests.</summary>
public sealed class QueueOfManyTests : IAsyncDisposable
{
    private readonly StatusScene scene = new();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Theory]
    [InlineData("cloud", true)]
    [InlineData("CLOUD", true)]
    [InlineData("cloud-0", false)]
    [InlineData("other", false)]
    public async Task A_beginning_that_fits_hundreds_of_projects_finds_the_requests_among_them_and_no_others(string beginning, bool found)
    {
        await scene.RegisterAsync("cloud");
        await scene.RegisterAsync("apex");
        foreach (var slug in new[] { "cloud", "apex" })
        {
            await (await scene.LeadAsync()).PostAsync($"/projects/{slug}/invitations/coordination");
        }

        await scene.MultiplyAsync("cloud", 250);
        var bill = await scene.Portal.SignInAsync("bburns");

        var page = await bill.ReadAsync($"/review?project={beginning}");

        Assert.Equal(found, page.Contains("cloud: Project Coordination meeting", StringComparison.Ordinal));
        Assert.DoesNotContain("apex: Project Coordination meeting", page, StringComparison.Ordinal);
    }
}
