using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PriceStream.Web.Prices;

namespace PriceStream.Web.History;

/// <summary>A history as the API gives it.</summary>
internal static class HistoryJson
{
    public static byte[] Write(HistorySnapshot history) => JsonSerializer.SerializeToUtf8Bytes(ToAnswer(history), PriceJsonContext.Default.HistoryAnswer);

    public static byte[] Gzip(HistorySnapshot history)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(gzip, ToAnswer(history), PriceJsonContext.Default.HistoryAnswer);
        }

        return output.ToArray();
    }

    public static string ETagOf(HistorySnapshot history)
    {
        var text = new StringBuilder(64 + 32 * history.Points.Count);
        text.Append(CultureInfo.InvariantCulture, $"{history.ItemId} {history.Period.Key} {history.Period.BucketSeconds} {history.Sampled} {history.Open?.Time}");
        foreach (var (time, high, low, highVolume, lowVolume) in history.Points)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{time} {high} {low} {highVolume} {lowVolume}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    private static HistoryAnswer ToAnswer(HistorySnapshot history)
    {
        var data = new HistoryPointJson[history.Points.Count];
        for (var index = 0; index < data.Length; index++)
        {
            var (time, high, low, highVolume, lowVolume) = history.Points[index];
            data[index] = new(DateTimeOffset.FromUnixTimeSeconds(time).UtcDateTime, high, low, highVolume, lowVolume, time == history.Open?.Time);
        }

        return new(data, new(history.ItemId, history.Period.Key, history.Period.BucketSeconds, history.Sampled, data.Length,
            data.FirstOrDefault()?.Timestamp, data.LastOrDefault()?.Timestamp, history.LastEventId));
    }
}
