using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.BrowserTests.TestSupport;

/// <summary>What a sign-in at a provider ends with, for a name that no provider would let a test choose.</summary>
internal sealed class AnybodySignsIn : IStartupFilter
{
    public const string Path = "/anybody-signs-in";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (context.Request.Path != Path)
            {
                await rest(context);
                return;
            }

            var (email, name) = (context.Request.Query["email"].ToString(), context.Request.Query["name"].ToString());
            var principal = await context.RequestServices.GetRequiredService<SignIn>().RunAsync(
                new SignedInPerson(SignInProviders.Oidc, email, email, name, email), CookieAuthenticationDefaults.AuthenticationScheme, context.RequestAborted);
            await context.SignInAsync(principal);
        });
        next(app);
    };
}
