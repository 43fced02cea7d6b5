using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;

namespace OperateFirst.Portal.TestSupport;

/// <summary>What a sign-in at a provider ends with, for whomever a test names: there are few personas, and no provider lets a test choose a name.</summary>
public sealed class AnybodySignsIn : IStartupFilter
{
    private const string Path = "/anybody-signs-in";

    /// <summary>Whoever opens it is signed in as this person.</summary>
    public static string AddressFor(SignedInPerson person) => Path + new QueryBuilder
    {
        { "provider", person.Provider }, { "subject", person.Subject }, { "login", person.Login }, { "name", person.Name }, { "email", person.Email },
    };

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (context.Request.Path != Path)
            {
                await rest(context);
                return;
            }

            string Asked(string name) => context.Request.Query[name].ToString();
            var principal = await context.RequestServices.GetRequiredService<SignIn>().RunAsync(
                new SignedInPerson(Asked("provider"), Asked("subject"), Asked("login"), Asked("name"), Asked("email")),
                CookieAuthenticationDefaults.AuthenticationScheme,
                context.RequestAborted);
            await context.SignInAsync(principal);
        });
        next(app);
    };
}
