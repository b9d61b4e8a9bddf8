namespace PriceStream.Web.Exports;

/// <summary>What the OpenAPI document says about a file.</summary>
internal static class ExportMetadata
{
    public static void Add(EndpointBuilder builder, string mediaType)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [mediaType]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }
}
