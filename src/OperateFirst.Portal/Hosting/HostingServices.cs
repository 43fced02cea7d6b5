using System.IO.Compression;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Formatting.Compact;

namespace OperateFirst.Portal.Hosting;

public static class HostingServices
{
    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog((_, logging) =>
        {
            logging.ReadFrom.Configuration(builder.Configuration);
            if (builder.Environment.IsDevelopment())
            {
                logging.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: null);
            }
            else
            {
                logging.WriteTo.Console(new RenderedCompactJsonFormatter());
            }
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
        });
        builder.Services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsCheck>();
        builder.Services.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<PortalAddress>();

        builder.Services.AddSingleton<IValidateOptions<ProxiesOptions>, ProxiesOptionsCheck>();
        builder.Services.AddOptions<ProxiesOptions>().BindConfiguration(ProxiesOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, TrustProxies>();

        // Pages hold no secret but the antiforgery token, which is masked anew in every answer.
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.AddHealthChecks();
        return builder;
    }

    /// <param name="signInOrigins">Where forms may lead to besides the portal: browsers hold a form's redirects to it too.</param>
    public static WebApplication UseHosting(this WebApplication app, IEnumerable<string> signInOrigins)
    {
        var policy = new HeaderPolicyCollection()
            .AddFrameOptionsDeny()
            .AddContentTypeOptionsNoSniff()
            .AddReferrerPolicyStrictOriginWhenCrossOrigin()
            .AddCrossOriginOpenerPolicy(opener => opener.SameOrigin())
            .RemoveServerHeader()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddScriptSrc().Self();
                csp.AddStyleSrc().Self();
                csp.AddFontSrc().Self();
                csp.AddImgSrc().Self().Data();
                csp.AddConnectSrc().Self();
                csp.AddBaseUri().None();
                csp.AddFrameAncestors().None();
                var forms = csp.AddFormAction().Self();
                foreach (var origin in signInOrigins)
                {
                    forms.From(origin);
                }
            });
        if (app.Environment.IsProduction())
        {
            policy.AddStrictTransportSecurityMaxAgeIncludeSubDomains();
        }

        // With no proxy set the framework would take everybody's word: leave the headers unread then.
        if (app.Services.GetRequiredService<IOptions<ProxiesOptions>>().Value.IsSet)
        {
            app.UseForwardedHeaders();
        }

        app.UseSecurityHeaders(policy);
        app.UseResponseCompression();
        if (app.Environment.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
        }
        else
        {
            app.UseExceptionHandler("/error");
        }

        app.UseStatusCodePagesWithReExecute("/status/{0}");
        return app;
    }
}
