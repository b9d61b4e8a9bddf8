using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Web;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>
/// Answers requests to the price API from the demo market, inside this process, so that all code above HTTP is the same in both modes.
/// Applies the failure that a tester has switched on.
/// </summary>
public sealed class DemoMarketHandler(DemoMarket market, DemoControl control, TimeProvider clock) : HttpMessageHandler
{
    // Initial buffer sizes for responses about one item and about all, so that buffers rarely grow.
    private const int Small = 1 << 12;
    private const int Large = 1 << 17;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = control.Now;
        var answer = Answer(request.RequestUri!, now.ToUnixTimeSeconds());
        answer.RequestMessage = request;
        answer.Headers.Date = now;
        var failure = control.TakeFailure(request.RequestUri!.Segments[^1]);
        return failure is null ? answer : await failure.SpoilAsync(answer, clock, cancellationToken);
    }

    private HttpResponseMessage Answer(Uri address, long now)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        return address.Segments[^1] switch
        {
            "mapping" => Json(2 * Large, WriteMapping),
            "latest" => Latest(query["id"]),
            "5m" => Windows(query["timestamp"], 300, now),
            "1h" => Windows(query["timestamp"], 3600, now),
            "timeseries" => Series(query["id"], query["timestep"], now),
            _ => Error(HttpStatusCode.NotFound, "unknown route"),
        };
    }

    private HttpResponseMessage Latest(string? itemId)
    {
        if (itemId is null)
        {
            return Json(Large, json => WriteRows(json, control.Latest(), UpstreamJson.Default.UpstreamPrice));
        }

        if (!int.TryParse(itemId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return Error(HttpStatusCode.BadRequest, "id must be a whole number");
        }

        return Json(Small, json => WriteRows(json, control.Latest(id), UpstreamJson.Default.UpstreamPrice));
    }

    private HttpResponseMessage Windows(string? timestamp, int seconds, long now)
    {
        var start = now / seconds * seconds - seconds;
        var isGiven = timestamp is not null;
        var isNumber = !isGiven || long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out start);
        if (!isNumber || start % seconds != 0)
        {
            return Error(HttpStatusCode.BadRequest, $"timestamp must be a multiple of {seconds}");
        }

        // An open window is not reported.
        var rows = start <= now - seconds ? market.WindowsAt(start, seconds).Where(row => control.Trades(row.Key, start + seconds)) : [];
        return Json(Large, json =>
            WriteRows(json, rows, UpstreamJson.Default.UpstreamWindow, () => json.WriteNumber("timestamp"u8, start)));
    }

    private HttpResponseMessage Series(string? itemId, string? timestep, long now)
    {
        var seconds = timestep switch { "5m" => 300, "1h" => 3600, "6h" => 6 * 3600, "24h" => 86400, _ => 0 };
        if (seconds == 0)
        {
            return Error(HttpStatusCode.BadRequest, "timestep must be 5m, 1h, 6h or 24h");
        }

        if (!int.TryParse(itemId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || market.SeriesOf(id, seconds, now) is not { } points)
        {
            return Error(HttpStatusCode.BadRequest, "id must be the id of an item");
        }

        return Json(Large / 2, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var point in points.Where(point => control.Trades(id, point.Timestamp!.Value + seconds)))
            {
                JsonSerializer.Serialize(json, point, UpstreamJson.Default.UpstreamWindow);
            }

            json.WriteEndArray();
            json.WriteNumber("itemId"u8, id);
            json.WriteEndObject();
        });
    }

    private void WriteMapping(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var item in market.Mapping)
        {
            JsonSerializer.Serialize(json, item, UpstreamJson.Default.UpstreamItem);
        }

        json.WriteEndArray();
    }

    private static void WriteRows<T>(
        Utf8JsonWriter json, IEnumerable<KeyValuePair<int, T>> rows, JsonTypeInfo<T> type, Action? writeRest = null)
    {
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        foreach (var (id, row) in rows)
        {
            json.WritePropertyName(id.ToString(CultureInfo.InvariantCulture));
            JsonSerializer.Serialize(json, row, type);
        }

        json.WriteEndObject();
        writeRest?.Invoke();
        json.WriteEndObject();
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string message) => Json(Small, json =>
    {
        json.WriteStartObject();
        json.WriteString("error"u8, message);
        json.WriteEndObject();
    }, status);

    private static HttpResponseMessage Json(int size, Action<Utf8JsonWriter> write, HttpStatusCode status = HttpStatusCode.OK)
    {
        var output = new ArrayBufferWriter<byte>(size);
        using (var json = new Utf8JsonWriter(output))
        {
            write(json);
        }

        var content = new ReadOnlyMemoryContent(output.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new(status) { Content = content };
    }
}
