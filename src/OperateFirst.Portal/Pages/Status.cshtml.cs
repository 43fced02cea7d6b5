using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Pages;

/// <summary>Words for an answer without a body. It is reached by re-execution with any method, so it binds nothing from a form and asks for no token.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(Duration = 0, Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class StatusModel : PageModel
{
    public int Code => RouteData.Values["code"] is string text && int.TryParse(text, out var code) ? code : StatusCodes.Status404NotFound;

    public StatusWords Words => Code switch
    {
        503 when HttpContext.Features.Get<DatabaseTrouble>() is not null => DatabaseAwayAnswer.WordsFor(HttpContext.Request.Method),
        400 => new(
            "We could not read that request",
            "What arrived was incomplete, or the page had been open for very long.",
            "Go back, load the page again and send the form once more."),
        403 => new(
            "You may not do this",
            "You are signed in, but this page or action is for someone else, for example a coordinator or an operator.",
            "If you think you should be allowed to, ask the project lead or the operators."),
        404 => new(
            "This page does not exist",
            "The address may be mistyped, the page may have moved, or you may not be allowed to see it.",
            "Check the address, or start again from the start page. If it is a project, its lead can add you as a member."),
        405 => new(
            "This address does not work that way",
            "The page exists, but not for what was asked of it.",
            "Open the page from the start page instead of from a bookmark of a form."),
        413 => new(
            "That is too much at once",
            "What arrived is larger than the portal takes here.",
            "Go back and send less: shorten what you typed, or choose a smaller file."),
        415 => new(
            "We could not read that request",
            "It was written in a way that the portal does not read.",
            "Go back, load the page again and send the form from there."),
        429 => TooMany(HttpContext.Request.Method, HttpContext.Response.Headers.RetryAfter),
        503 => new(
            "The portal is not ready at the moment",
            "It is starting, being updated, or waiting for its database.",
            "Try again in a few minutes. Nothing you did before is lost."),
        _ => new(
            "That did not work",
            $"The portal answered with the code {Code}.",
            "Go back and try again. If it happens again, tell the operators."),
    };

    public void OnGet()
    {
        if (Code is >= 400 and < 600)
        {
            Response.StatusCode = Code;
        }
    }

    private static StatusWords TooMany(string method, string? retryAfter)
    {
        var wait = retryAfter switch { null or "" => "a minute", "1" => "a second", _ => $"{retryAfter} seconds" };
        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method)
            ? new(
                "Too many requests",
                "More requests came from you, or from your network, in a short time than the portal takes.",
                $"Wait {wait}, then load this page again.")
            : new(
                "Too many requests",
                "More requests came from you, or from your network, in a short time than the portal takes. What you sent was not saved.",
                $"Go back with your browser: what you typed is still there. Wait {wait}, then send it again.");
    }
}

/// <param name="Next">What the person can do now.</param>
public sealed record StatusWords(string Title, string Why, string Next);
