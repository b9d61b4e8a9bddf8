namespace PriceStream.Web.Requests;

/// <summary>HEAD requests: the status and headers of GET, without a body.</summary>
public static class HeadRequests
{
    /// <summary>
    /// Lets the endpoints that answer GET answer HEAD too, with the same handler. The server drops the body. A handler with an
    /// endless body must stop after the headers.
    /// </summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(AddHead);
        return endpoints;
    }

    private static void AddHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods is ["GET"])
        {
            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        }
    }
}
