using OperateFirst.Portal.Data;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Tests.Projects;

public sealed class ProjectDetailsTests
{
    private static ProjectForm Right => new()
    {
        Name = "sigstore as a service",
        Slug = "sigstore-aas",
        Description = "Initial work on deploying sigstore AAS",
        RepositoryUrl = "https://github.com/sigstore/sigstore",
        DocumentationUrl = "https://www.sigstore.dev/",
        ContactEmail = "lead@example.org",
    };

    private static IReadOnlyList<FieldProblem> Problems(Action<ProjectForm> mistake)
    {
        var form = Right;
        mistake(form);
        return Assert.Throws<RuleBrokenException>(() => ProjectDetails.From(form)).Problems;
    }

    [Fact]
    public void What_is_right_is_taken_as_typed_but_trimmed()
    {
        var form = Right;
        form.Name = "  Ärger & Söhne 🚀 مشروع ";

        Assert.Equal("Ärger & Söhne 🚀 مشروع", ProjectDetails.From(form).Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("???")]
    [InlineData("<name>")]
    [InlineData("NEW PROJECT: <name>")]
    [InlineData("NEW\u0000PROJECT")]
    [InlineData("turned \u202E around")]
    public void A_name_that_is_none_is_refused(string? name)
    {
        Assert.Equal("Name", Assert.Single(Problems(form => form.Name = name)).Field);
    }

    [Fact]
    public void A_name_with_half_a_character_is_refused()
    {
        // Not as inline data: attributes are stored as UTF-8, which has no such thing.
        Assert.Equal("Name", Assert.Single(Problems(form => form.Name = "broken \uD83D")).Field);
    }

    [Fact]
    public void An_over_long_name_says_how_long_it_may_be()
    {
        Assert.Contains("80", Assert.Single(Problems(form => form.Name = new string('x', 81))).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sdap_mslsp", "sdap-mslsp")]
    [InlineData("Apex", "apex")]
    [InlineData("-x-", "x")]
    [InlineData("a b", "a-b")]
    public void A_slug_that_is_no_RFC_1123_label_is_refused_with_one_that_is(string slug, string proposal)
    {
        Assert.Contains($"“{proposal}”", Assert.Single(Problems(form => form.Slug = slug)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slug_of_64_characters_is_refused_and_one_of_63_is_not()
    {
        Assert.Equal("Slug", Assert.Single(Problems(form => form.Slug = new string('a', 64))).Field);
        var form = Right;
        form.Slug = new string('a', 63);
        Assert.Equal(63, ProjectDetails.From(form).Slug.Length);
    }

    [Theory]
    [InlineData("ftp://example.org")]
    [InlineData("javascript:alert(1)")]
    [InlineData("github.com/sigstore")]
    [InlineData("https://user:secret@example.org/")]
    [InlineData("https://example.org/a b")]
    [InlineData("//example.org")]
    public void A_link_that_is_not_http_is_refused(string url)
    {
        Assert.Equal("RepositoryUrl", Assert.Single(Problems(form => form.RepositoryUrl = url)).Field);
    }

    [Theory]
    [InlineData("lead@example")]
    [InlineData("lead@example.org\r\nBcc: x@example.org")]
    [InlineData("Lead <lead@example.org>")]
    [InlineData("a@b@example.org")]
    [InlineData("lead@example.org,x@example.org")]
    [InlineData("@example.org")]
    public void An_address_that_is_none_is_refused(string email)
    {
        Assert.Equal("ContactEmail", Assert.Single(Problems(form => form.ContactEmail = email)).Field);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        Assert.Equal(
            ["Name", "Slug", "Description", "RepositoryUrl", "ContactEmail"],
            Assert.Throws<RuleBrokenException>(() => ProjectDetails.From(new ProjectForm())).Problems.Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("sigstore as a service", "sigstore-as-a-service")]
    [InlineData("Apex & friends, 2nd", "apex-friends-2nd")]
    [InlineData("مشروع", "")]
    [InlineData("  --X--  ", "x")]
    public void A_slug_is_proposed_from_the_name(string name, string slug)
    {
        Assert.Equal(slug, ProjectDetails.ProposeSlug(name));
    }
}
