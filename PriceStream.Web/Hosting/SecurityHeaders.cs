using System.Security.Cryptography;
using PriceStream.Web.Items;

namespace PriceStream.Web.Hosting;

/// <summary>What a browser may do with any answer of this site: only what the site itself needs.</summary>
public static class SecurityHeaders
{
    private const string NonceKey = "csp-nonce";

    /// <summary>The nonce of this response, for the one inline script there is: the import map.</summary>
    public static string CspNonce(this HttpContext context) => (string)context.Items[NonceKey]!;

    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var icons = app.ApplicationServices.GetRequiredService<ItemIcons>().Host is { } host ? " " + host : "";
        app.Use((context, next) => Secure(context, icons, next));
    }

    private static Task Secure(HttpContext context, string icons, RequestDelegate next)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceKey] = nonce;
        var policy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:{icons}; connect-src 'self'; "
            + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
        // At the last moment: what answers an exception begins with taking all headers away.
        context.Response.OnStarting(static state => Set(((HttpContext, string))state), (context, policy));
        return next(context);
    }

    private static Task Set((HttpContext Context, string Policy) state)
    {
        var headers = state.Context.Response.Headers;
        headers.ContentSecurityPolicy = state.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return Task.CompletedTask;
    }
}
