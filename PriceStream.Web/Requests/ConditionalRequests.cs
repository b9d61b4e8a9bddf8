using Microsoft.Net.Http.Headers;

namespace PriceStream.Web.Requests;

/// <summary>Requests of clients that may already have the content.</summary>
public static class ConditionalRequests
{
    /// <summary>
    /// Sets the ETag of the response and, if the client has that content already, makes it a 304. Clients keep it and revalidate it each
    /// time, so none shows an old one.
    /// </summary>
    /// <returns>True when there is no body to send.</returns>
    public static bool AnswersUnchanged(HttpContext context, EntityTagHeaderValue tag)
    {
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new() { NoCache = true };
        headers.Set(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        if (!known.Any(each => each.Equals(EntityTagHeaderValue.Any) || each.Compare(tag, useStrongComparison: false)))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
