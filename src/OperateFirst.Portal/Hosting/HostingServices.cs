using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace OperateFirst.Portal.Hosting;

public static class HostingServices
{
    // Enough for any form; a page that takes more says so itself.
    private const int MostBodyBytes = 256 * 1024;

    public static WebApplicationBuilder AddHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog((_, logging) =>
        {
            logging.ReadFrom.Configuration(builder.Configuration);
            if (builder.Environment.IsDevelopment())
            {
                logging.WriteTo.Console(new AddressFreeFormatter(new MessageTemplateTextFormatter("{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}")));
            }
            else
            {
                logging.WriteTo.Console(new AddressFreeFormatter(new RenderedCompactJsonFormatter()));
            }
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        builder.Services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = UnreadableRequests.MostFormFields;
            form.MultipartBodyLengthLimit = MostBodyBytes;
            form.ValueLengthLimit = MostBodyBytes;
        });
        builder.Services.AddRateLimits();
        builder.Services.AddSingleton<HostCookies>();
        builder.Services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsCheck>();
        builder.Services.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<PortalAddress>();
        builder.Services.AddDrain();

        builder.Services.AddSingleton<IValidateOptions<ProxiesOptions>, ProxiesOptionsCheck>();
        builder.Services.AddOptions<ProxiesOptions>().BindConfiguration(ProxiesOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, TrustProxies>();

        // Pages hold no secret but the antiforgery token, which is masked anew in every answer.
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        return builder;
    }

    /// <param name="signInOrigins">Where forms may lead to besides the portal: browsers hold a form's redirects to it too.</param>
    public static WebApplication UseHosting(this WebApplication app, IEnumerable<string> signInOrigins)
    {
        app.UseDrain();

        // With no proxy set the framework would take everybody's word: leave the headers unread then.
        if (app.Services.GetRequiredService<IOptions<ProxiesOptions>>().Value.IsSet)
        {
            app.UseForwardedHeaders();
        }

        // Whatever name a request gives the host, links and redirects lead to the portal's own address; probes may ask by IP.
        if (app.Environment.IsProduction())
        {
            var host = app.Services.GetRequiredService<PortalAddress>().Authority;
            app.Use((http, next) =>
            {
                http.Request.Host = host;
                return next(http);
            });
        }

        app.UseRequestLog();
        app.UseSecurityHeaders(SecurityHeaders.Of(app.Environment, signInOrigins));
        if (app.Environment.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
        }
        else
        {
            app.UseExceptionHandler("/error");
        }

        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.UseMiddleware<UnreadableRequests>();
        return app;
    }
}
