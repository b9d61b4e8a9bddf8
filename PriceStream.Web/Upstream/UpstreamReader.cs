using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PriceStream.Web.Upstream;

/// <summary>Reads the source's JSON row by row, so that a bad row costs that row.</summary>
internal static class UpstreamReader
{
    /// <summary>The most gp that one player can hold, and so the highest price there is.</summary>
    private const long MaxPrice = int.MaxValue;

    /// <summary>Old School RuneScape opened in February 2013; no trade is older.</summary>
    private const long FirstTrade = 1_356_998_400;

    /// <summary>How far ahead of both clocks a trade may lie before it is absurd.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static UpstreamAnswer<UpstreamItem> ReadMapping(ReadOnlySpan<byte> json)
    {
        var rows = new Rows<UpstreamItem>();
        Guard(json, (ref Utf8JsonReader reader) =>
        {
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
            var ids = new HashSet<int>();
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                var item = ReadRow(ref reader, UpstreamJson.Default.UpstreamItem, out var fault);
                fault ??= item is null ? "is null" : Fault(item) ?? (ids.Add(item.Id) ? null : "has an id that came before");
                rows.Add(item!, fault, () => $"row {index} {fault}");
            }
        });
        return rows.ToAnswer();
    }

    /// <param name="now">The latest time a trade can have, but for a little tolerance.</param>
    public static UpstreamAnswer<KeyValuePair<int, UpstreamPrice>> ReadLatest(ReadOnlySpan<byte> json, DateTimeOffset now)
    {
        var rows = new Rows<KeyValuePair<int, UpstreamPrice>>();
        var newest = (now + Ahead).ToUnixTimeSeconds();
        ReadObject(json, JsonTokenType.StartObject, (ref Utf8JsonReader reader) => ReadByItem(ref reader, rows, UpstreamJson.Default.UpstreamPrice, price =>
            Fault(price.High, price.HighTime, newest, "high") ?? Fault(price.Low, price.LowTime, newest, "low")));
        return rows.ToAnswer();
    }

    /// <param name="seconds">How wide the window is.</param>
    /// <param name="now">The latest time at which the window can have closed, but for a little tolerance.</param>
    public static UpstreamBulkWindow ReadWindow(ReadOnlySpan<byte> json, int seconds, DateTimeOffset now)
    {
        var rows = new Rows<KeyValuePair<int, UpstreamWindow>>();
        var timestamp = ReadObject(json, JsonTokenType.StartObject, (ref Utf8JsonReader reader) => ReadByItem(ref reader, rows, UpstreamJson.Default.UpstreamWindow, Fault));
        return timestamp is { } start && TimeFault(start, seconds, now) is null ? new(start, rows.ToAnswer())
            : throw new UpstreamException($"sent a window that {(timestamp is { } wrong ? TimeFault(wrong, seconds, now) : "does not say when it starts")}");
    }

    /// <param name="seconds">How wide the windows are.</param>
    /// <param name="now">The latest time at which a window can have closed, but for a little tolerance. One that is still open is left out.</param>
    public static UpstreamAnswer<UpstreamWindow> ReadSeries(ReadOnlySpan<byte> json, int seconds, DateTimeOffset now)
    {
        var rows = new Rows<UpstreamWindow>();
        ReadObject(json, JsonTokenType.StartArray, (ref Utf8JsonReader reader) =>
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                var window = ReadRow(ref reader, UpstreamJson.Default.UpstreamWindow, out var fault);
                if (window is { Timestamp: { } start } && start <= now.ToUnixTimeSeconds() && start + seconds > now.ToUnixTimeSeconds() && start % seconds == 0)
                {
                    continue; // still open: what it has so far is no fault, and no answer either
                }

                fault ??= window is null ? "is null" : window.Timestamp is not { } time ? "has no timestamp" : TimeFault(time, seconds, now) ?? Fault(window);
                var at = index;
                rows.Add(window!, fault, () => $"row {at} {fault}");
            }
        });
        return rows.ToAnswer();
    }

    /// <summary>Reads an object with the member "data" of that kind, and tells its member "timestamp" if there is one.</summary>
    private static long? ReadObject(ReadOnlySpan<byte> json, JsonTokenType kind, Reading readData)
    {
        long? timestamp = null;
        Guard(json, (ref Utf8JsonReader reader) =>
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
                    Expect(reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var second) && (timestamp = second) is not null);
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

    private static void ReadByItem<T>(ref Utf8JsonReader reader, Rows<KeyValuePair<int, T>> rows, JsonTypeInfo<T> type, Func<T, string?> faultOf)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            var row = ReadRow(ref reader, type, out var fault);
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id < 1)
            {
                fault = "has no item id for its name";
            }

            fault ??= row is null ? "is null" : faultOf(row);
            rows.Add(new(id, row!), fault, () => $"item {(key.Length > 20 ? key[..20] : key)} {fault}");
        }
    }

    private static string? Fault(UpstreamItem item) =>
        item.Id < 1 ? "has an id below 1"
        : string.IsNullOrWhiteSpace(item.Name) || item.Name.Length > 200 ? "has no name, or one of over 200 characters"
        : item.Examine?.Length > 2000 ? "has an examine text of over 2,000 characters"
        : item.Icon?.Length > 200 ? "has an icon name of over 200 characters"
        : item is { Limit: < 0 } or { Value: < 0 } or { HighAlch: < 0 } or { LowAlch: < 0 } ? "has a negative number"
        : null;

    private static string? Fault(long? price, long? time, long newest, string side) =>
        price is null && time is null ? null
        : price is null || time is null ? $"has a {side} price or time without the other"
        : price is < 1 or > MaxPrice ? $"has a {side} price that cannot be"
        : time < FirstTrade || time > newest ? $"has a {side} time that cannot be"
        : null;

    private static string? Fault(UpstreamWindow window) =>
        Fault(window.AvgHighPrice, window.HighPriceVolume, "high") ?? Fault(window.AvgLowPrice, window.LowPriceVolume, "low");

    private static string? Fault(long? price, long volume, string side) =>
        volume < 0 ? $"has a negative {side} volume"
        : price is null != (volume == 0) ? $"has a {side} price or volume without the other"
        : price is < 1 or > MaxPrice ? $"has a {side} price that cannot be"
        : null;

    private static string? TimeFault(long start, int seconds, DateTimeOffset now) =>
        start % seconds != 0 ? $"starts at no multiple of {seconds} s"
        : start < FirstTrade - seconds ? "is older than the game"
        : start > (now + Ahead).ToUnixTimeSeconds() - seconds ? "lies in the future"
        : null;

    private static T? ReadRow<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type, out string? fault)
    {
        var start = reader;
        try
        {
            fault = null;
            return JsonSerializer.Deserialize(ref reader, type);
        }
        catch (JsonException wrong) when (wrong.InnerException is not JsonException) // that would be malformed JSON: the whole answer's fault
        {
            fault = $"has a wrong {wrong.Path?.TrimStart('$', '.') ?? "type"}";
            reader = start;
            reader.Skip();
            return default;
        }
    }

    private delegate void Reading(ref Utf8JsonReader reader);

    private static void Guard(ReadOnlySpan<byte> json, Reading read)
    {
        if (json.IsEmpty)
        {
            throw new UpstreamException("sent an empty answer");
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            read(ref reader);
            // The rest is read too: an answer that was cut off anywhere is not an answer.
            while (reader.Read())
            {
            }
        }
        catch (JsonException fault)
        {
            throw new UpstreamException("sent JSON that is cut off or malformed", fault);
        }
    }

    private static void Expect(bool shape)
    {
        if (!shape)
        {
            throw new UpstreamException("sent JSON of another shape");
        }
    }

    private sealed class Rows<T>
    {
        private readonly List<T> good = [];
        private int refused;
        private string? first;

        public void Add(T row, string? fault, Func<string> describe)
        {
            if (fault is null)
            {
                good.Add(row);
                return;
            }

            refused++;
            first ??= describe();
        }

        public UpstreamAnswer<T> ToAnswer() => new(good, refused, first);
    }
}
