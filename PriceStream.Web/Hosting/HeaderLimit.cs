using Microsoft.AspNetCore.Diagnostics;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Refuses requests with more headers than any browser needs, usually cookies of other sites on the same domain. The server's own limit
/// is higher, because it closes the connection with an empty 431; here the visitor gets a page that says what to do.
/// </summary>
internal sealed class HeaderLimit(RequestDelegate next)
{
    /// <summary>The most characters in all names and values.</summary>
    public const int MaxSize = 64 << 10;

    public Task InvokeAsync(HttpContext context)
    {
        // The page that says so is another run of the same request.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || SizeOf(context.Request.Headers) <= MaxSize)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status431RequestHeaderFieldsTooLarge;
        return Task.CompletedTask;
    }

    private static int SizeOf(IHeaderDictionary headers)
    {
        var size = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                size += name.Length + (value?.Length ?? 0);
            }
        }

        return size;
    }
}
