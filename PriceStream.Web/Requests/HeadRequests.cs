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

    /// <summary>
    /// Lets files answer HEAD as they answer GET. The framework negotiates a file's encoding only for GET, so HEAD would get the headers,
    /// and the ETag, of another encoding. The server still drops the body, because it goes by the request line. Call it before routing.
    /// </summary>
    public static void UseHeadOfFiles(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method) && Path.HasExtension(context.Request.Path))
        {
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    });

    private static void AddHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods is ["GET"])
        {
            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        }
    }
}
