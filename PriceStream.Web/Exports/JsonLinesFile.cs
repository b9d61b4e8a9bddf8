using System.Buffers;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PriceStream.Web.Exports;

/// <summary>Sends a table as JSON lines.</summary>
/// <param name="name">The name under which a browser stores it, without extension.</param>
public sealed class JsonLinesFile<TRow>(ExportTable<TRow> table, string name)
    : ExportFile<TRow>(table, JsonLines<TRow>.MediaType, name + ".ndjson"), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        ExportMetadata.Add(builder, JsonLines<TRow>.MediaType);

    private protected override IRowWriter<TRow> Open(IBufferWriter<byte> output, IReadOnlyList<ExportColumn<TRow>> columns) =>
        new JsonLines<TRow>(output, columns);
}
