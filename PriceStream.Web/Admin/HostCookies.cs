using Microsoft.AspNetCore.Authentication.Cookies;

namespace PriceStream.Web.Admin;

/// <summary>
/// Over HTTPS the cookie's name begins with <c>__Host-</c>: browsers then accept it from this host only, and only as a secure cookie
/// for all paths (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes).
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private readonly ChunkingCookieManager inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => inner.GetRequestCookie(context, NameOf(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        Confine(context, options);
        inner.AppendResponseCookie(context, NameOf(context, key), value, options);
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        Confine(context, options);
        inner.DeleteCookie(context, NameOf(context, key), options);
    }

    private static string NameOf(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;

    private static void Confine(HttpContext context, CookieOptions options)
    {
        options.Domain = null;
        options.Path = context.Request.IsHttps ? "/" : options.Path;
    }
}
