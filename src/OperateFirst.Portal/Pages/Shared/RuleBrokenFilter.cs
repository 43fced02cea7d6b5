using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Pages.Shared.Tags;
using OperateFirst.Portal.Projects;

namespace OperateFirst.Portal.Pages.Shared;

/// <summary>Turns what an operation threw into what the person sees: the form again with sentences, a 404, or the page as it is now.</summary>
internal sealed class RuleBrokenFilter(PortalDbContext db, ITempDataDictionaryFactory tempData) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (HasNoHandler(context))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var done = await next();
        switch (done.Exception)
        {
            case RuleBrokenException broken when context.HandlerInstance is PortalPage page:
                foreach (var problem in broken.Problems)
                {
                    page.ModelState.AddModelError(KeyOf(problem), problem.Sentence);
                }

                // The model state forgets the order, which is that of the page.
                context.HttpContext.Items[ErrorsTagHelper.FieldOrder] = broken.Problems.Select(KeyOf).ToList();

                Answer(done, await ShownAgainAsync(page, context.HttpContext.RequestAborted));
                break;
            case ProjectNotFoundException:
                Answer(done, new NotFoundResult());
                break;
            case DbUpdateConcurrencyException:
            case DbUpdateException failure when db.IsUniqueViolation(failure):
                var notice = tempData.GetTempData(context.HttpContext);
                notice["Notice"] = "The page was brought up to date";
                notice["NoticeText"] = "Something was changed at the same moment, perhaps by a second click. This is how it stands now.";
                Answer(done, new RedirectResult(context.HttpContext.Request.Path));
                break;
        }
    }

    // What the form was about may be gone by now.
    private static async Task<IActionResult> ShownAgainAsync(PortalPage page, CancellationToken cancel)
    {
        try
        {
            await page.LoadAsync(cancel);
            return page.Page();
        }
        catch (ProjectNotFoundException)
        {
            return new NotFoundResult();
        }
    }

    // Such a page would show itself with nothing loaded. The pages that tell of an error answer every method.
    private static bool HasNoHandler(PageHandlerExecutingContext context) =>
        context.HandlerMethod is null &&
        !HttpMethods.IsGet(context.HttpContext.Request.Method) && !HttpMethods.IsHead(context.HttpContext.Request.Method) &&
        context.HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null && context.HttpContext.Features.Get<IExceptionHandlerFeature>() is null;

    private static string KeyOf(FieldProblem problem) => problem.Field.Length == 0 ? "" : $"{PortalPage.InputName}.{problem.Field}";

    private static void Answer(PageHandlerExecutedContext done, IActionResult result)
    {
        done.ExceptionHandled = true;
        done.Result = result;
    }
}
