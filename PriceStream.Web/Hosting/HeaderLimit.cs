using Microsoft.AspNetCore.Diagnostics;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Refuses requests with a longer address than any page has, and with more headers than any browser needs, usually cookies of other sites
/// on the same domain. The server's own limits are higher, because it closes the connection with an empty response; here the visitor gets
/// a page that says what to do.
/// </summary>
internal sealed class HeaderLimit(RequestDelegate next)
{
    /// <summary>The most characters in all names and values.</summary>
    public const int MaxSize = 64 << 10;

    /// <summary>The most characters of a path and its query: four times the length of 200 ids of ten digits.</summary>
    private const int MaxAddress = 8 << 10;

    public Task InvokeAsync(HttpContext context)
    {
        // The page that says so is another run of the same request.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || StatusOf(context.Request) is not { } status)
        {
            return next(context);
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static int? StatusOf(HttpRequest request)
    {
        if (request.Path.Value?.Length + request.QueryString.Value?.Length > MaxAddress)
        {
            return StatusCodes.Status414UriTooLong;
        }

        return SizeOf(request.Headers) > MaxSize ? StatusCodes.Status431RequestHeaderFieldsTooLarge : null;
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
