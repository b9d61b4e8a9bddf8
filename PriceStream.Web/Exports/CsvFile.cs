using System.Buffers;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PriceStream.Web.Exports;

/// <summary>Sends a table as CSV.</summary>
/// <param name="name">The name under which a browser stores it, without extension.</param>
public sealed class CsvFile<TRow>(ExportTable<TRow> table, string name)
    : ExportFile<TRow>(table, CsvRows<TRow>.MediaType, name + ".csv"), IEndpointMetadataProvider
{
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        ExportMetadata.Add(builder, CsvRows<TRow>.MediaType);

    private protected override IRowWriter<TRow> Open(IBufferWriter<byte> output, IReadOnlyList<ExportColumn<TRow>> columns) =>
        new CsvRows<TRow>(output, columns);
}
