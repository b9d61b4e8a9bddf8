using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PriceStream.Web.Upstream;

/// <summary>
/// The shape of the upstream's JSON: documents, their member "data", and rows. JSON that is malformed or has another shape is an
/// <see cref="UpstreamException"/>.
/// </summary>
internal static class UpstreamDocument
{
    public delegate void Reading(ref Utf8JsonReader reader);

    /// <summary>Reads a document to its end.</summary>
    /// <param name="read">Called with the reader before the first token.</param>
    public static void Read(ReadOnlySpan<byte> json, Reading read)
    {
        if (json.IsEmpty)
        {
            throw new UpstreamException("sent an empty answer");
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            read(ref reader);
            // The rest is read too, because a response that is cut off anywhere cannot be trusted.
            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            throw new UpstreamException("sent JSON that is cut off or malformed", error);
        }
    }

    /// <summary>Reads an object with a member "data", and returns its member "timestamp"; null when it has none.</summary>
    /// <param name="kind">What "data" must start with.</param>
    /// <param name="readData">Called with the reader at the first token of "data"; leaves it at the last.</param>
    public static long? ReadData(ReadOnlySpan<byte> json, JsonTokenType kind, Reading readData)
    {
        long? timestamp = null;
        Read(json, (ref Utf8JsonReader reader) =>
        {
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
            var found = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("data"u8))
                {
                    Expect(!found && reader.Read() && reader.TokenType == kind);
                    found = true;
                    readData(ref reader);
                }
                else if (reader.ValueTextEquals("timestamp"u8))
                {
                    timestamp = ReadNumber(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            Expect(found);
        });
        return timestamp;
    }

    /// <summary>Reads the value at the reader's position.</summary>
    /// <param name="error">
    /// The error in the row, such as "is null", or null. In both cases the reader is at the end of the row.
    /// </param>
    public static T? ReadRow<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type, out string? error)
    {
        var start = reader;
        try
        {
            var row = JsonSerializer.Deserialize(ref reader, type);
            error = row is null ? "is null" : null;
            return row;
        }
        // An inner JsonException is malformed JSON, which makes the whole answer unusable.
        catch (JsonException wrong) when (wrong.InnerException is not JsonException)
        {
            error = $"has a wrong {wrong.Path?.TrimStart('$', '.') ?? "type"}";
            reader = start;
            reader.Skip();
            return default;
        }
    }

    public static void Expect(bool shape)
    {
        if (!shape)
        {
            throw new UpstreamException("sent JSON of another shape");
        }
    }

    private static long ReadNumber(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.Number);
        Expect(reader.TryGetInt64(out var number));
        return number;
    }
}
