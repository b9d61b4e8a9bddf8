using Microsoft.AspNetCore.Antiforgery;

namespace PriceStream.Web.Pages;

/// <summary>Distinguishes the forms of this site from those of other sites.</summary>
public sealed class FormTokens(IAntiforgery antiforgery)
{
    public const string Field = "__RequestVerificationToken";

    /// <summary>The token for the forms of a page.</summary>
    public string Of(HttpContext context)
    {
        if (context.Items[typeof(FormTokens)] is string known)
        {
            return known;
        }

        var token = antiforgery.GetAndStoreTokens(context).RequestToken!;
        // It forbids the browser to keep the page, even for Back. CacheHeaders keeps it out of shared caches, which is enough.
        context.Response.Headers.CacheControl = default;
        context.Response.Headers.Pragma = default;
        context.Items[typeof(FormTokens)] = token;
        return token;
    }

    /// <summary>
    /// Whether a form was sent from a page of this site. Browsers say so themselves over HTTPS and on localhost, and no page can change
    /// what they say. A token would be refused after a restart, or by another instance.
    /// </summary>
    public async Task<bool> IsOwnAsync(HttpContext context) =>
        context.Request.Headers["Sec-Fetch-Site"] == "same-origin" || await antiforgery.IsRequestValidAsync(context);
}
