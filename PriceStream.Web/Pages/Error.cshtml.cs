using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace PriceStream.Web.Pages;

/// <summary>The page for every error. It ignores antiforgery tokens, because a form's invalid token can be the error.</summary>
[ResponseCache(NoStore = true)]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public string Heading => Status switch
    {
        404 => "Page not found",
        414 => "This address is too long",
        431 => "Your browser sends too many cookies",
        503 => "The item list is still loading",
        >= 500 => "Something went wrong",
        _ => "The request failed",
    };

    public string Advice => Status switch
    {
        404 => "Check the address, or search for the item.",
        414 => "A link to a list has at most 200 items. Longer lists can be imported on the page of your watchlist.",
        431 => "They are those of this site and of others on the same domain. Delete the cookies of that domain, then reload the page.",
        503 => "This page reloads every few seconds.",
        >= 500 => "The error is on this server. Please try again later.",
        _ => "Please go back and try again.",
    };

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Status = int.TryParse(RouteData.Values["status"]?.ToString(), out var status) && status is >= 400 and < 600 ? status : 404;
        Response.StatusCode = Status;
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            // The catalogue loads within seconds. The browser then retries, with or without JavaScript.
            Response.Headers.RetryAfter = Response.Headers["Refresh"] = "3";
        }
    }
}
