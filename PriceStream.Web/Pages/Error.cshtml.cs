using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace PriceStream.Web.Pages;

/// <summary>
/// The page for an error, whatever the request's method. It accepts a form without a valid token, because that may be the error.
/// </summary>
[ResponseCache(NoStore = true)]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public string Heading => Status switch
    {
        404 => "Page not found",
        503 => "The item catalogue is not loaded yet",
        >= 500 => "Something went wrong on this server",
        _ => "This request cannot be processed",
    };

    public string Advice => Status switch
    {
        404 => "The address may be wrong, or the item may not exist.",
        503 => "This page reloads in a few seconds.",
        >= 500 => "Try again in a moment.",
        _ => "Go back and try again.",
    };

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Status = int.TryParse(RouteData.Values["status"]?.ToString(), out var status) && status is >= 400 and < 600 ? status : 404;
        Response.StatusCode = Status;
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            // The catalogue is usually loaded within seconds. The header makes the browser reload, with or without JavaScript.
            Response.Headers.RetryAfter = Response.Headers["Refresh"] = "3";
        }
    }
}
