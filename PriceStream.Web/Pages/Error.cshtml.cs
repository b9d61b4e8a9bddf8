using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace PriceStream.Web.Pages;

/// <summary>The page for an answer that is an error.</summary>
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public string Heading => Status switch
    {
        404 => "There is no such page",
        503 => "The catalogue of items has not come yet",
        >= 500 => "Something went wrong here",
        _ => "That did not work",
    };

    public void OnGet(int status)
    {
        Status = status is >= 400 and < 600 ? status : 404;
        Response.StatusCode = Status;
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            // Soon it will have come; the browser looks again by itself, with or without JavaScript.
            Response.Headers.RetryAfter = Response.Headers["Refresh"] = "3";
        }
    }
}
