using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PriceStream.Web.Upstream;

/// <summary>
/// Reads the answer of each route, and decides what is taken and what is refused: a bad row costs only that row, a bad side of a row
/// only that side. Numbers may have decimals, and are rounded half up.
/// </summary>
internal static class UpstreamReader
{
    private const int LongestKeyShown = 20;

    private static readonly byte[][] PriceNames =
        ["high"u8.ToArray(), "highTime"u8.ToArray(), "low"u8.ToArray(), "lowTime"u8.ToArray()];

    private static readonly byte[][] WindowNames =
    [
        "avgHighPrice"u8.ToArray(), "highPriceVolume"u8.ToArray(), "avgLowPrice"u8.ToArray(), "lowPriceVolume"u8.ToArray(),
        "timestamp"u8.ToArray(),
    ];

    private delegate T? RowReading<T>(UpstreamRows<KeyValuePair<int, T>> rows, ReadOnlySpan<UpstreamNumber> numbers)
        where T : class;

    /// <summary><c>/mapping</c>.</summary>
    public static UpstreamAnswer<UpstreamItem> ReadMapping(ReadOnlySpan<byte> json)
    {
        var rows = new UpstreamRows<UpstreamItem>();
        var items = new UpstreamItemReader(rows);
        UpstreamDocument.Read(json, (ref Utf8JsonReader reader) =>
        {
            UpstreamDocument.Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                rows.Begin("row", index);
                items.Read(ref reader);
            }
        });
        return rows.ToAnswer();
    }

    /// <summary><c>/latest</c>.</summary>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static UpstreamAnswer<KeyValuePair<int, UpstreamPrice>> ReadLatest(ReadOnlySpan<byte> json, DateTimeOffset now)
    {
        var rows = new UpstreamRows<KeyValuePair<int, UpstreamPrice>>();
        UpstreamDocument.ReadData(json, JsonTokenType.StartObject, (ref Utf8JsonReader reader) =>
            ReadByItem(ref reader, rows, PriceNames, (rows, numbers) => UpstreamSides.Price(rows, numbers, now)));
        return rows.ToAnswer();
    }

    /// <summary><c>/5m</c>, <c>/1h</c> and <c>/24h</c>.</summary>
    /// <param name="seconds">The width of the window.</param>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static UpstreamBulkWindow ReadWindow(ReadOnlySpan<byte> json, int seconds, DateTimeOffset now)
    {
        var rows = new UpstreamRows<KeyValuePair<int, UpstreamWindow>>();
        var timestamp = UpstreamDocument.ReadData(json, JsonTokenType.StartObject, (ref Utf8JsonReader reader) =>
            ReadByItem(ref reader, rows, WindowNames, UpstreamSides.Window));
        if (timestamp is not { } start)
        {
            throw new UpstreamException("sent a window that does not say when it starts");
        }

        return UpstreamChecks.CheckStart(start, seconds, now) is { } error
            ? throw new UpstreamException($"sent a window that {error}")
            : new(start, rows.ToAnswer());
    }

    /// <summary><c>/timeseries</c>. A window that is still open is left out.</summary>
    /// <param name="seconds">The width of the windows; null where the answer must state it, as it does in version 2 of the API.</param>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static UpstreamSeries ReadSeries(ReadOnlySpan<byte> json, int? seconds, DateTimeOffset now)
    {
        var width = UpstreamWidths.Stated(UpstreamDocument.ReadNumber(json, "timestep"u8.ToArray()), seconds);
        var rows = new UpstreamRows<UpstreamWindow>();
        UpstreamDocument.ReadData(json, JsonTokenType.StartArray, (ref Utf8JsonReader reader) =>
        {
            var numbers = new UpstreamNumber[WindowNames.Length];
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Array.Clear(numbers);
                var error = UpstreamDocument.ReadNumbers(ref reader, WindowNames, numbers);
                if (!IsOpen(numbers[^1].Rounded, width, now.ToUnixTimeSeconds()))
                {
                    rows.Begin("row", index);
                    AddPoint(rows, numbers, width, now, error);
                }
            }
        });
        return new(width, rows.ToAnswer());
    }

    private static bool IsOpen(long? start, int seconds, long now) => start <= now && start > now - seconds && start % seconds == 0;

    private static void AddPoint(
        UpstreamRows<UpstreamWindow> rows, ReadOnlySpan<UpstreamNumber> numbers, int seconds, DateTimeOffset now, string? shapeError)
    {
        if (shapeError is not null)
        {
            rows.Refuse(UpstreamRefusalKinds.Shape, shapeError);
        }
        else if (numbers[^1].Rounded is not { } start)
        {
            rows.Refuse(UpstreamRefusalKinds.Time, "has no timestamp");
        }
        else if (UpstreamChecks.CheckStart(start, seconds, now) is { } error)
        {
            rows.Refuse(UpstreamRefusalKinds.Time, error);
        }
        else if (UpstreamSides.Window(rows, numbers) is { } window)
        {
            rows.Take(start, window with { Timestamp = start });
        }
    }

    private static void ReadByItem<T>(
        ref Utf8JsonReader reader, UpstreamRows<KeyValuePair<int, T>> rows, byte[][] names, RowReading<T> read)
        where T : class
    {
        var numbers = new UpstreamNumber[names.Length];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var id = ReadKey(ref reader);
            rows.Begin("item", id ?? 0, id is null ? UpstreamText.Escape(reader.ValueSpan, LongestKeyShown) : null);
            reader.Read();
            Array.Clear(numbers);
            var error = UpstreamDocument.ReadNumbers(ref reader, names, numbers);
            if (id is null)
            {
                rows.Refuse(UpstreamRefusalKinds.Key, "has no item id for its name");
            }
            else if (error is not null)
            {
                rows.Refuse(UpstreamRefusalKinds.Shape, error);
            }
            else if (read(rows, numbers) is { } row)
            {
                rows.Take(id.Value, new(id.Value, row));
            }
        }
    }

    // Only the plain form: "02", "+2" and " 2" would all be item 2 as well, beside the real row.
    private static int? ReadKey(ref Utf8JsonReader reader)
    {
        var key = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(UpstreamText.Read(ref reader) ?? "") : reader.ValueSpan;
        return key is [>= (byte)'1' and <= (byte)'9', ..] && Utf8Parser.TryParse(key, out int id, out var length) && length == key.Length
            ? id
            : null;
    }
}
