using System.Buffers;
using System.Text.Json;

namespace PriceStream.Web.Exports;

/// <summary>Writes one JSON object a line (https://github.com/ndjson/ndjson-spec).</summary>
internal sealed class JsonLines<TRow>(IBufferWriter<byte> output, IReadOnlyList<ExportColumn<TRow>> columns) : IRowWriter<TRow>
{
    public const string MediaType = "application/x-ndjson";

    private readonly JsonEncodedText[] names = [.. columns.Select(column => JsonEncodedText.Encode(column.Name))];
    private readonly Utf8JsonWriter json = new(output);

    public void Write(TRow row)
    {
        json.Reset();
        json.WriteStartObject();
        for (var index = 0; index < names.Length; index++)
        {
            json.WritePropertyName(names[index]);
            columns[index].Of(row).WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    public void Dispose() => json.Dispose();
}
