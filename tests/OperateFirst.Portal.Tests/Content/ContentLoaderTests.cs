using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OperateFirst.Portal.Content;

namespace OperateFirst.Portal.Tests.Content;

public sealed class ContentLoaderTests : IDisposable
{
    private readonly ContentFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_fingerprint_is_of_the_text_below_the_front_matter()
    {
        var text = folder.Load().Agreements.Single(agreement => agreement.Name == "telemetry");

        Assert.StartsWith("## 1. What you agree to\n", text.Text, StringComparison.Ordinal);
        Assert.EndsWith("- The operators are told.\n", text.Text, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Text))), text.Sha256);
        Assert.Equal("agreements/telemetry.md:7", text.Source.ToString());
    }

    [Fact]
    public void The_fingerprint_of_a_known_text_is_the_published_one() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", TextHash.Of("\uFEFFabc"));

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_change_no_fingerprint()
    {
        var before = folder.Load();
        foreach (var file in new[] { "guide.md", "portal.yaml", "agreements/telemetry.md", "agreements/commitment.md" })
        {
            File.WriteAllText(folder.PathOf(file), folder.Read(file).Replace("\n", "\r\n", StringComparison.Ordinal), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        }

        var after = folder.Load();

        Assert.Equal(before.Guide.Sha256, after.Guide.Sha256);
        Assert.Equal(before.Agreements, after.Agreements);
        Assert.Equal(before.Guide.Items, after.Guide.Items);
    }

    [Fact]
    public void A_changed_word_changes_the_fingerprint()
    {
        var before = folder.Load().Agreements.Single(agreement => agreement.Name == "commitment").Sha256;
        folder.Replace("agreements/commitment.md", "no place", "not a place");

        Assert.NotEqual(before, folder.Load().Agreements.Single(agreement => agreement.Name == "commitment").Sha256);
    }

    [Fact]
    public void A_blank_line_at_the_end_is_no_change_of_the_agreement()
    {
        var before = folder.Load().Agreements;
        folder.Write("agreements/commitment.md", folder.Read("agreements/commitment.md") + "\n\n");

        Assert.Equal(before, folder.Load().Agreements);
    }

    [Fact]
    public void The_guide_keeps_its_items_in_order_with_anchors_in_lower_case() =>
        Assert.Equal(["p1", "p2", "p3", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8"], folder.Load().Guide.Items.Select(item => item.Id));

    [Fact]
    public void More_items_meetings_and_agreements_may_follow()
    {
        folder.Write("guide.md", folder.Read("guide.md") + "\n## T9. One more\n\nWith its text.\n");
        folder.Write("agreements/data.md", "---\nname: data\ntitle: Data agreement\nversion: 3\nsummary: More.\n---\nText.\n");

        var content = folder.Load();

        Assert.Equal("One more", content.Guide.Items[^1].Title);
        Assert.Equal(3, content.Agreements.Single(agreement => agreement.Name == "data").Version);
    }

    [Fact]
    public async Task The_start_fails_where_the_content_is_wrong()
    {
        folder.Replace("portal.yaml", "minutes: 60", "minutes: soon");
        using var host = HostWith(folder.Path);

        var refused = await Assert.ThrowsAsync<ContentException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("portal.yaml:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setting_names_another_folder()
    {
        folder.Replace("portal.yaml", "name: Bill Burns", "name: Somebody Else");
        using var host = HostWith(folder.Path);
        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Somebody Else", host.Services.GetRequiredService<PortalContent>().ContactOf("bill-burns").Name);
        Assert.NotNull(host.Services.GetRequiredService<BusinessDays>());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_the_setting_the_shipped_files_are_used()
    {
        using var host = HostWith(null);
        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ContentFolder.Shipped.Guide.Sha256, host.Services.GetRequiredService<PortalContent>().Guide.Sha256);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost HostWith(string? folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Content:Folder", folder)]);
        builder.Services.AddContent(builder.Configuration);
        return builder.Build();
    }
}
