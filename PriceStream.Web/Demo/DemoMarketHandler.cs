using System.Buffers;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Web;

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
        var version = address.Segments.Contains("v2/", StringComparer.OrdinalIgnoreCase) ? 2 : 1;
        return address.Segments[^1] switch
        {
            "mapping" => Json(2 * Large, version, answer => answer.Mapping(market.Mapping)),
            "latest" => Latest(query["id"], version),
            "5m" => Windows(query["timestamp"], 300, version, now),
            "1h" => Windows(query["timestamp"], 3600, version, now),
            "24h" => Windows(query["timestamp"], 86_400, version, now),
            "timeseries" => Series(query, version, now),
            _ => Error(HttpStatusCode.NotFound, "unknown route"),
        };
    }

    private HttpResponseMessage Latest(string? itemId, int version)
    {
        if (itemId is null)
        {
            return Json(Large, version, answer => answer.Prices(control.Latest()));
        }

        return int.TryParse(itemId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? Json(Small, version, answer => answer.Prices(control.Latest(id)))
            : Error(HttpStatusCode.BadRequest, "id must be a whole number");
    }

    private HttpResponseMessage Windows(string? timestamp, int seconds, int version, long now)
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
        return Json(Large, version, answer => answer.Windows(rows, start));
    }

    private HttpResponseMessage Series(NameValueCollection parameters, int version, long now)
    {
        var (query, error) = DemoSeriesQuery.Of(version, parameters);
        if (query is null)
        {
            return Error(HttpStatusCode.BadRequest, error);
        }

        if (!int.TryParse(parameters["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || market.SeriesOf(id, query.Seconds, query.Count, now) is not { } points)
        {
            return Error(HttpStatusCode.BadRequest, "id must be the id of an item");
        }

        var reported = points.Where(point => control.Trades(id, point.Start + query.Seconds));
        return Json(Large / 2, version, answer => answer.Series(id, reported, query, now));
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string message) => Json(Small, json =>
    {
        json.WriteStartObject();
        json.WriteString("error"u8, message);
        json.WriteEndObject();
    }, status);

    private static HttpResponseMessage Json(int size, int version, Action<DemoAnswerWriter> write) =>
        Json(size, json => write(new(json, version)), HttpStatusCode.OK);

    private static HttpResponseMessage Json(int size, Action<Utf8JsonWriter> write, HttpStatusCode status)
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
