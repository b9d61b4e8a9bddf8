using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PriceStream.Web.History;

/// <summary>Writes a history as the API returns it.</summary>
internal static class HistoryJson
{
    public static byte[] Write(HistorySnapshot history, MarginAt marginAt) =>
        JsonSerializer.SerializeToUtf8Bytes(ToAnswer(history, marginAt), HistoryJsonContext.Default.HistoryAnswer);

    public static byte[] Gzip(HistorySnapshot history, MarginAt marginAt)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(gzip, ToAnswer(history, marginAt), HistoryJsonContext.Default.HistoryAnswer);
        }

        return output.ToArray();
    }

    // The margins are in it, because a further rule of the tax changes them without changing the prices.
    public static string ETagOf(HistorySnapshot history, MarginAt marginAt)
    {
        var text = new StringBuilder(64 + 40 * history.Points.Count);
        var period = history.Period;
        text.Append(CultureInfo.InvariantCulture, $"{history.ItemId} {period.Key} {period.BucketSeconds} ");
        text.Append(CultureInfo.InvariantCulture, $"{history.Sampled} {history.Open?.Time}");
        foreach (var (time, high, low, highVolume, lowVolume) in history.Points)
        {
            var margin = marginAt(history.ItemId, time, high, low);
            text.Append(CultureInfo.InvariantCulture, $"\n{time} {high} {low} {highVolume} {lowVolume} {margin}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    private static HistoryAnswer ToAnswer(HistorySnapshot history, MarginAt marginAt)
    {
        var data = history.Points.Select(ToJson).ToArray();
        var meta = new HistoryMeta(
            history.ItemId,
            history.Period.Key,
            history.Period.BucketSeconds,
            history.Sampled,
            data.Length,
            data.FirstOrDefault()?.Timestamp,
            data.LastOrDefault()?.Timestamp,
            history.LastEventId);
        return new(data, meta);

        HistoryPointJson ToJson(HistoryPoint point) => new(
            DateTimeOffset.FromUnixTimeSeconds(point.Time).UtcDateTime,
            point.High,
            point.Low,
            point.HighVolume,
            point.LowVolume,
            marginAt(history.ItemId, point.Time, point.High, point.Low),
            Open: point.Time == history.Open?.Time);
    }
}
