using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PriceStream.Web.Streaming;

/// <summary>The response that streams until the client leaves. For HEAD it sends only the headers and does not count as a stream.</summary>
public sealed class StreamResult<T>(StreamHost<T> host, StreamQuery query) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            StreamHeaders.Set(httpContext.Response);
            return Task.CompletedTask;
        }

        return host.RunAsync(httpContext, query.Topics, query.Html, query.Position);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var status in (int[])[StatusCodes.Status200OK, StatusCodes.Status503ServiceUnavailable])
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(string), ["text/event-stream"]));
        }
    }
}
