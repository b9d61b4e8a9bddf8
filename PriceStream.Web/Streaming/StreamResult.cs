using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Streaming;

/// <summary>The response that streams until the client leaves. To HEAD it sends the headers only, so that it takes no place.</summary>
public sealed class StreamResult<T>(StreamHost<T> host, StreamQuery query) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            StreamRefusal.Prepare(httpContext.Response);
            return Task.CompletedTask;
        }

        return host.RunAsync(httpContext, query.Topics, query.Html, query.Position);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(string), ["text/event-stream"]));
    }
}
