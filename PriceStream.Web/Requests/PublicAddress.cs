namespace PriceStream.Web.Requests;

/// <summary>The site's own address as a client sees it: behind a proxy, the proxy's; under a path base, with that.</summary>
public static class PublicAddress
{
    // Of a request without a Host header, which only HTTP/1.0 allows.
    private const string NoHost = "localhost";

    /// <summary>Returns the absolute address of a path, which is relative to the site and may have a query.</summary>
    public static string Of(HttpRequest request, string path)
    {
        var host = request.Host.HasValue ? request.Host.ToUriComponent() : NoHost;
        return $"{request.Scheme}://{host}{request.PathBase.ToUriComponent()}/{path}";
    }
}
