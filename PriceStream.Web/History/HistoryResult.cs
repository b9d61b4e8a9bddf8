using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using PriceStream.Web.Requests;

namespace PriceStream.Web.History;

/// <summary>
/// Sends a history as JSON. Clients cache it and revalidate it each time, so an unchanged history costs a few bytes and no client shows
/// an old one.
/// </summary>
public sealed class HistoryResult(HistorySnapshot history, MarginAt marginAt) : IResult, IEndpointMetadataProvider
{
    private const string Json = "application/json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var gzip = AcceptedEncodings.PrefersGzip(httpContext.Request);
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.Vary = "Accept-Encoding";
        if (gzip)
        {
            headers.ContentEncoding = "gzip";
        }

        var body = gzip ? history.GzippedJsonWith(marginAt) : HistoryJson.Write(history, marginAt);
        var etag = new EntityTagHeaderValue($"\"{history.ETagWith(marginAt)}\"", isWeak: true);
        return TypedResults.Bytes(body, Json + "; charset=utf-8", entityTag: etag).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(HistoryAnswer), [Json]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }
}
