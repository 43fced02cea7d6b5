using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace OperateFirst.Portal.Hosting;

/// <summary>
/// A request that no page can read is answered with 400, 413 or 415 and the words for it: it is the sender's mistake, and none of
/// the portal's that anybody would have to look into.
/// </summary>
internal sealed class UnreadableRequests(RequestDelegate next)
{
    /// <summary>No page asks for as many; together with <see cref="MostFormFields"/> fewer than model binding takes.</summary>
    public const int MostQueryFields = 256;

    public const int MostFormFields = 512;

    public async Task InvokeAsync(HttpContext context)
    {
        if (RefusalOf(context.Request) is { } refusal)
        {
            Refuse(context, refusal);
            return;
        }

        try
        {
            await next(context);
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            Refuse(context, failure.StatusCode);
            return;
        }

        // Antiforgery, which reads the form first, says of a body that was cut off only that it has no token.
        if (context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false } && IsTooLarge(context))
        {
            Refuse(context, StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static int? RefusalOf(HttpRequest request)
    {
        if (request.QueryString.Value is { } query && query.AsSpan().Count('&') >= MostQueryFields)
        {
            return StatusCodes.Status400BadRequest;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue && !IsKnown(type)
            ? StatusCodes.Status415UnsupportedMediaType
            : null;
    }

    // The framework fails over encodings that .NET knows by name and refuses to use, such as UTF-7.
    private static bool IsKnown(MediaTypeHeaderValue type)
    {
        try
        {
            return type.Encoding is not null;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsTooLarge(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most && context.Request.ContentLength > most;

    // The page with the words reads a form too: it must not meet the same one again.
    private static void Refuse(HttpContext context, int status)
    {
        context.Request.ContentType = null;
        context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        context.Response.StatusCode = status;
    }
}
