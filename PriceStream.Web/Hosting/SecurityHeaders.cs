using PriceStream.Web.Items;

namespace PriceStream.Web.Hosting;

/// <summary>Headers that restrict what a browser may do with a response to what the site itself needs.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, ItemIcons icons)
{
    public Task InvokeAsync(HttpContext context)
    {
        var policy = ContentSecurityPolicy.Create(context, icons.Host);
        // Set as late as possible, because an exception handler first removes all headers.
        context.Response.OnStarting(static state => SetAsync(((HttpResponse, string))state), (context.Response, policy));
        return next(context);
    }

    private static Task SetAsync((HttpResponse Response, string Policy) state)
    {
        var headers = state.Response.Headers;
        headers.ContentSecurityPolicy = state.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return Task.CompletedTask;
    }
}
