using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace PriceStream.Web.Pages;

/// <summary>
/// The page for an answer that is an error, whatever the request was: it may have been a form, and its token may be what is wrong
/// with it.
/// </summary>
[ResponseCache(NoStore = true)]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public string Heading => Status switch
    {
        404 => "There is no such page",
        503 => "The item catalogue is not loaded yet",
        >= 500 => "Something went wrong here",
        _ => "That did not work",
    };

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Status = int.TryParse(RouteData.Values["status"]?.ToString(), out var status) && status is >= 400 and < 600 ? status : 404;
        Response.StatusCode = Status;
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            // Soon it will have come; the browser looks again by itself, with or without JavaScript.
            Response.Headers.RetryAfter = Response.Headers["Refresh"] = "3";
        }
    }
}
