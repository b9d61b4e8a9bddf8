using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace PriceStream.Benchmarks;

/// <summary>
/// Stands in for the price API with the seeded items:
/// in every poll a given share of prices is new, and in every window every item traded.
/// </summary>
internal sealed class SourceStandIn : IAsyncDisposable
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly WebApplication app;
    private readonly long[] prices = [.. Enumerable.Range(1, HistorySeed.Items).Select(id => 100L + id * 7)];
    private readonly long[] times = new long[HistorySeed.Items];
    private int polls;

    private SourceStandIn(WebApplication app) => this.app = app;

    /// <summary>How many of a hundred items have a new price in a poll.</summary>
    public int Percent { get; set; } = 100;

    public string BaseAddress => app.Urls.First() + "/api/v1/osrs/";

    public static async Task<SourceStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var source = new SourceStandIn(builder.Build());
        var api = source.app.MapGroup("/api/v1/osrs");
        api.MapGet("/mapping", () => Json(source.WriteMapping));
        api.MapGet("/latest", () => Json(source.WriteLatest));
        api.MapGet("/5m", (long? timestamp) => Json(json => WriteWindow(json, timestamp ?? Newest(300))));
        api.MapGet("/1h", (long? timestamp) => Json(json => WriteWindow(json, timestamp ?? Newest(3600))));
        await source.app.StartAsync();
        return source;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static long Newest(int width)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        return now - now % width - width;
    }

    private static IResult Json(Action<Utf8JsonWriter> write)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            write(json);
        }

        return Results.Bytes(output.ToArray(), "application/json");
    }

    private void WriteMapping(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        for (var id = 1; id <= HistorySeed.Items; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("name", $"Item {id}");
            json.WriteBoolean("members", id % 2 == 1);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteLatest(Utf8JsonWriter json)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var random = new Random(polls++);
        json.WriteStartObject();
        json.WriteStartObject("data");
        for (var index = 0; index < HistorySeed.Items; index++)
        {
            if (random.Next(100) < Percent || times[index] == 0)
            {
                (prices[index], times[index]) = (prices[index] + random.Next(1, 5), now);
            }

            json.WriteStartObject((index + 1).ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("high", prices[index]);
            json.WriteNumber("highTime", times[index]);
            json.WriteNumber("low", prices[index] - prices[index] / 50);
            json.WriteNumber("lowTime", times[index] - 1);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter json, long start)
    {
        json.WriteStartObject();
        json.WriteStartObject("data");
        for (var id = 1; id <= HistorySeed.Items; id++)
        {
            json.WriteStartObject(id.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("avgHighPrice", 100 + id + start / 300 % 100);
            json.WriteNumber("highPriceVolume", 1 + id % 100);
            json.WriteNumber("avgLowPrice", 90 + id + start / 300 % 100);
            json.WriteNumber("lowPriceVolume", 1 + id % 77);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNumber("timestamp", start);
        json.WriteEndObject();
    }
}
