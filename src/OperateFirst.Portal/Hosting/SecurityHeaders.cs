namespace OperateFirst.Portal.Hosting;

/// <summary>What every answer says to browsers, whatever it is: page, file, redirect or error.</summary>
internal static class SecurityHeaders
{
    /// <param name="signInOrigins">Where forms may lead to besides the portal: browsers hold a form's redirects to it too.</param>
    public static HeaderPolicyCollection Of(IHostEnvironment environment, IEnumerable<string> signInOrigins)
    {
        var policy = new HeaderPolicyCollection()
            .AddFrameOptionsDeny()
            .AddContentTypeOptionsNoSniff()
            .AddReferrerPolicyStrictOriginWhenCrossOrigin()
            .AddCrossOriginOpenerPolicy(opener => opener.SameOrigin())
            .RemoveServerHeader()
            .AddContentSecurityPolicy(csp => Add(csp, signInOrigins));
        return environment.IsProduction() ? policy.AddStrictTransportSecurityMaxAgeIncludeSubDomains() : policy;
    }

    private static void Add(CspBuilder csp, IEnumerable<string> signInOrigins)
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
    }
}
