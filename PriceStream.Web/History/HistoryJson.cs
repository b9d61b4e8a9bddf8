using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PriceStream.Web.History;

/// <summary>Writes a history as the API returns it.</summary>
internal static class HistoryJson
{
    public static byte[] Write(HistorySnapshot history) =>
        JsonSerializer.SerializeToUtf8Bytes(ToAnswer(history), HistoryJsonContext.Default.HistoryAnswer);

    public static byte[] Gzip(HistorySnapshot history)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(gzip, ToAnswer(history), HistoryJsonContext.Default.HistoryAnswer);
        }

        return output.ToArray();
    }

    public static string ETagOf(HistorySnapshot history)
    {
        var text = new StringBuilder(64 + 32 * history.Points.Count);
        var period = history.Period;
        text.Append(CultureInfo.InvariantCulture, $"{history.ItemId} {period.Key} {period.BucketSeconds} ");
        text.Append(CultureInfo.InvariantCulture, $"{history.Sampled} {history.Open?.Time}");
        foreach (var (time, high, low, highVolume, lowVolume) in history.Points)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{time} {high} {low} {highVolume} {lowVolume}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    private static HistoryAnswer ToAnswer(HistorySnapshot history)
    {
        var data = history.Points.Select(point => ToJson(point, isOpen: point.Time == history.Open?.Time)).ToArray();
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
    }

    private static HistoryPointJson ToJson(HistoryPoint point, bool isOpen) =>
        new(DateTimeOffset.FromUnixTimeSeconds(point.Time).UtcDateTime, point.High, point.Low, point.HighVolume, point.LowVolume, isOpen);
}
