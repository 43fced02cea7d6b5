using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Hosting;
using OperateFirst.Portal.Pages.Operations;
using OperateFirst.Portal.Pages.Projects;
using OperateFirst.Portal.Pages.Shared;

namespace OperateFirst.Portal.Pages;

public static class PageServices
{
    /// <summary>Carries what is said once on the next page.</summary>
    public const string NoticeCookie = "portal-notice";

    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorPages(pages =>
        {
            pages.Conventions.AuthorizeFolder("/Projects", Policies.SignedIn);
            pages.Conventions.AuthorizeFolder("/Review", Policies.CoordinatorOrOperator);
            pages.Conventions.AuthorizePage("/Review/Index", Policies.Coordinator);
            pages.Conventions.AuthorizePage("/Review/Request", Policies.Coordinator);
            pages.Conventions.AuthorizeFolder("/Operations", Policies.Operator);
        }).ConfigureApplicationPartManager(parts =>

            // There are none: looking for them loads every type of the portal.
            parts.FeatureProviders.Remove(parts.FeatureProviders.OfType<ControllerFeatureProvider>().Single())).AddMvcOptions(mvc =>
        {
            mvc.Filters.Add<RuleBrokenFilter>();

            // No form is written as jQuery writes them, and the reading of that fails over a field named "[".
            mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            mvc.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();

            // The operations say in words what is missing; the framework's own "required" would come before them.
            mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            mvc.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => "Choose one of the answers.");
            mvc.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, field) => $"This cannot be a {field}. Open the page again and repeat it.");
        });

        // Letters of all scripts go out as they are, not as numbers: smaller pages, readable sources.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddOptions<AntiforgeryOptions>().Configure<HostCookies>((antiforgery, cookies) =>
            cookies.Lock(antiforgery.Cookie, "portal-antiforgery", SameSiteMode.Strict));
        services.AddOptions<CookieTempDataProviderOptions>().Configure<HostCookies>((notice, cookies) => cookies.Lock(notice.Cookie, NoticeCookie, SameSiteMode.Lax));
        services.AddVisitorPages();
        services.AddScoped<ProjectReader>();
        services.AddScoped<ProjectDeliveries>();
        services.AddScoped<ParkedCount>();
        services.AddScoped<WaitingCount>();
        return services;
    }

    public static WebApplication UsePages(this WebApplication app)
    {
        app.UseMiddleware<DatabaseAwayAnswer>();
        app.UseRouting();
        app.UseSignInAnswerLimit();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseVisitorPages();
        app.MapStaticAssets().DisableRateLimiting().DisableHttpMetrics();
        app.MapGet("/ledger/heads.json", LedgerHeads.WriteAsync);
        app.MapMethods("/operations/agreements.{form:regex(^(csv|json)$)}", [HttpMethods.Get, HttpMethods.Head], ExportDownload.WriteAsync)
            .RequireAuthorization(Policies.Operator);
        app.MapRazorPages().WithStaticAssets();
        return app;
    }
}

/// <summary>The sites that a sign-in form leads to.</summary>
public static class SignInOrigins
{
    public static IEnumerable<string> Of(IServiceProvider services)
    {
        var settings = services.GetRequiredService<IOptions<SignInOptions>>().Value;
        if (settings.GitHub.IsSet)
        {
            yield return new Uri(settings.GitHub.BaseUrl).GetLeftPart(UriPartial.Authority);
        }

        if (settings.Oidc.IsSet)
        {
            yield return new Uri(settings.Oidc.Authority).GetLeftPart(UriPartial.Authority);
        }
    }
}
