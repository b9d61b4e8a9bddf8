using System.Buffers;
using nietras.SeparatedValues;

namespace PriceStream.Web.Exports;

/// <summary>Writes CSV as RFC 4180 has it, with a header.</summary>
internal sealed class CsvRows<TRow> : IRowWriter<TRow>
{
    public const string MediaType = "text/csv";

    private readonly IReadOnlyList<ExportColumn<TRow>> columns;
    private readonly BufferText text;
    private readonly SepWriter csv;

    public CsvRows(IBufferWriter<byte> output, IReadOnlyList<ExportColumn<TRow>> columns)
    {
        this.columns = columns;
        text = new(output) { NewLine = "\r\n" };
        csv = Sep.New(',').Writer(options => options with { Escape = true }).To(text, leaveOpen: true);
        csv.Header.Add([.. columns.Select(column => column.Name)]);
        csv.Header.Write();
    }

    public void Write(TRow row)
    {
        using var cells = csv.NewRow();
        for (var index = 0; index < columns.Count; index++)
        {
            columns[index].Of(row).WriteTo(cells[index]);
        }
    }

    public void Dispose()
    {
        csv.Dispose();
        text.Dispose();
    }
}
