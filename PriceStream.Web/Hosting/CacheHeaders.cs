namespace PriceStream.Web.Hosting;

/// <summary>
/// Every response says how it may be cached, because a cache in front of the site would otherwise decide that itself and serve old
/// prices. Without a header of its own, a response must be revalidated each time. A page belongs to one reader: its policy has a nonce.
/// It is not <c>no-store</c>, which would keep a browser's Back from showing the page from memory.
/// </summary>
internal sealed class CacheHeaders(RequestDelegate next)
{
    private const string Page = "private, no-cache";
    private const string Other = "no-cache";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => SetAsync((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task SetAsync(HttpResponse response)
    {
        if (response.Headers.CacheControl.Count == 0)
        {
            var isPage = response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
            response.Headers.CacheControl = isPage ? Page : Other;
        }

        return Task.CompletedTask;
    }
}
