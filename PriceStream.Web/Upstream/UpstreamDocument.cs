using System.Text.Json;

namespace PriceStream.Web.Upstream;

/// <summary>
/// The shape of the upstream's JSON: documents, their members, and rows. JSON that is malformed or has another shape is an
/// <see cref="UpstreamException"/>.
/// </summary>
internal static class UpstreamDocument
{
    // Depth costs no stack here, and a deeply nested row must not cost the others.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

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
            var reader = new Utf8JsonReader(json, AnyDepth);
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
        var found = false;
        var timestamp = default(UpstreamNumber);
        Read(json, (ref Utf8JsonReader reader) =>
        {
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isData = UpstreamText.IsAt(ref reader, "data"u8);
                var isTimestamp = UpstreamText.IsAt(ref reader, "timestamp"u8);
                reader.Read();
                if (isData && reader.TokenType == kind)
                {
                    found = true;
                    readData(ref reader);
                }
                else if (isTimestamp)
                {
                    timestamp = UpstreamNumber.Read(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            Expect(found && !timestamp.IsOdd);
        });
        return timestamp.Rounded;
    }

    /// <summary>Returns a number of the outermost object; absent where the document has another shape.</summary>
    public static UpstreamNumber ReadNumber(ReadOnlySpan<byte> json, byte[] name)
    {
        var number = default(UpstreamNumber);
        Read(json, (ref Utf8JsonReader reader) =>
        {
            while (reader.Read() && reader.CurrentDepth <= 1)
            {
                if (reader.TokenType == JsonTokenType.PropertyName && UpstreamText.IsAt(ref reader, name))
                {
                    reader.Read();
                    number = UpstreamNumber.Read(ref reader);
                }
                else if (reader.TokenType is JsonTokenType.PropertyName)
                {
                    reader.Skip();
                }
            }
        });
        return number;
    }

    /// <summary>Reads the numbers of one row, by name. Skips all else, and leaves the reader at the end of the row.</summary>
    /// <returns>What is wrong with the row, such as "is null"; null when it is an object.</returns>
    public static string? ReadNumbers(ref Utf8JsonReader reader, byte[][] names, Span<UpstreamNumber> numbers)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var error = reader.TokenType == JsonTokenType.Null ? "is null" : "is no object";
            reader.Skip();
            return error;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = IndexAt(ref reader, names);
            reader.Read();
            if (field < 0)
            {
                reader.Skip();
            }
            else
            {
                numbers[field] = UpstreamNumber.Read(ref reader);
            }
        }

        return null;
    }

    public static void Expect(bool shape)
    {
        if (!shape)
        {
            throw new UpstreamException("sent JSON of another shape");
        }
    }

    private static int IndexAt(ref Utf8JsonReader reader, byte[][] names)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (UpstreamText.IsAt(ref reader, names[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
