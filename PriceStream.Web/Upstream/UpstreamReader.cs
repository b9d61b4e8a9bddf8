using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PriceStream.Web.Upstream;

/// <summary>Reads the response of each route row by row, so that a bad row costs only that row.</summary>
internal static class UpstreamReader
{
    private const int LongestKeyShown = 20;

    /// <summary><c>/mapping</c>.</summary>
    public static UpstreamAnswer<UpstreamItem> ReadMapping(ReadOnlySpan<byte> json)
    {
        var rows = new UpstreamRows<UpstreamItem>();
        var ids = new HashSet<int>();
        UpstreamDocument.Read(json, (ref Utf8JsonReader reader) =>
        {
            UpstreamDocument.Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                var item = UpstreamDocument.ReadRow(ref reader, UpstreamJson.Default.UpstreamItem, out var error);
                error ??= UpstreamChecks.Check(item!);
                if (error is null && !ids.Add(item!.Id))
                {
                    error = "has an id that came before";
                }

                Add(rows, item!, error, "row", index);
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
            ReadByItem(ref reader, rows, UpstreamJson.Default.UpstreamPrice, price => UpstreamChecks.Check(price, now)));
        return rows.ToAnswer();
    }

    /// <summary><c>/5m</c> and <c>/1h</c>.</summary>
    /// <param name="seconds">The width of the window.</param>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static UpstreamBulkWindow ReadWindow(ReadOnlySpan<byte> json, int seconds, DateTimeOffset now)
    {
        var rows = new UpstreamRows<KeyValuePair<int, UpstreamWindow>>();
        var timestamp = UpstreamDocument.ReadData(json, JsonTokenType.StartObject, (ref Utf8JsonReader reader) =>
            ReadByItem(ref reader, rows, UpstreamJson.Default.UpstreamWindow, UpstreamChecks.Check));
        if (timestamp is not { } start)
        {
            throw new UpstreamException("sent a window that does not say when it starts");
        }

        return UpstreamChecks.CheckStart(start, seconds, now) is { } error
            ? throw new UpstreamException($"sent a window that {error}")
            : new(start, rows.ToAnswer());
    }

    /// <summary><c>/timeseries</c>. An open window is skipped.</summary>
    /// <param name="seconds">The width of the windows.</param>
    /// <param name="now">The later of the upstream's clock and our own.</param>
    public static UpstreamAnswer<UpstreamWindow> ReadSeries(ReadOnlySpan<byte> json, int seconds, DateTimeOffset now)
    {
        var rows = new UpstreamRows<UpstreamWindow>();
        UpstreamDocument.ReadData(json, JsonTokenType.StartArray, (ref Utf8JsonReader reader) =>
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                var window = UpstreamDocument.ReadRow(ref reader, UpstreamJson.Default.UpstreamWindow, out var error);
                if (IsOpen(window, seconds, now.ToUnixTimeSeconds()))
                {
                    continue;
                }

                error ??= window!.Timestamp is { } start ? UpstreamChecks.CheckStart(start, seconds, now) : "has no timestamp";
                Add(rows, window!, error ?? UpstreamChecks.Check(window!), "row", index);
            }
        });
        return rows.ToAnswer();
    }

    private static bool IsOpen(UpstreamWindow? window, int seconds, long now) =>
        window is { Timestamp: { } start } && start <= now && start + seconds > now && start % seconds == 0;

    private static void ReadByItem<T>(
        ref Utf8JsonReader reader, UpstreamRows<KeyValuePair<int, T>> rows, JsonTypeInfo<T> type, Func<T, string?> check)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            var row = UpstreamDocument.ReadRow(ref reader, type, out var error);
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id < 1)
            {
                error = "has no item id for its name";
            }

            Add(rows, new(id, row!), error ?? check(row!), "item", key[..Math.Min(key.Length, LongestKeyShown)]);
        }
    }

    private static void Add<TRow, TName>(UpstreamRows<TRow> rows, TRow row, string? error, string kind, TName name)
    {
        if (error is null)
        {
            rows.Add(row);
        }
        else
        {
            rows.Refuse($"{kind} {name} {error}");
        }
    }
}
