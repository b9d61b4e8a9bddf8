using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PriceStream.Web.Upstream;

/// <summary>Answers the price source's API in this process from the demo market, so that all code above HTTP is the same in both modes.</summary>
public sealed class DemoMarketHandler(UpstreamOptions options, TimeProvider clock) : HttpMessageHandler
{
    private readonly DemoMarket market = new(options.Seed);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = request.RequestUri!.Segments[^1] switch
        {
            "mapping" => Json(WriteMapping),
            "latest" => Json(json => WriteLatest(json, clock.GetUtcNow().ToUnixTimeSeconds())),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
        answer.RequestMessage = request;
        answer.Headers.Date = clock.GetUtcNow();
        return Task.FromResult(answer);
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

    private void WriteLatest(Utf8JsonWriter json, long now)
    {
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        foreach (var (id, price) in market.LatestAt(now))
        {
            json.WritePropertyName(id.ToString(CultureInfo.InvariantCulture));
            JsonSerializer.Serialize(json, price, UpstreamJson.Default.UpstreamPrice);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static HttpResponseMessage Json(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(1 << 17);
        using (var json = new Utf8JsonWriter(output))
        {
            write(json);
        }

        return new(HttpStatusCode.OK)
        {
            Content = new ReadOnlyMemoryContent(output.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }
}
