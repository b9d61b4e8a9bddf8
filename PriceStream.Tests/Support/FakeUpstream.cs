using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PriceStream.Tests.Support;

/// <summary>
/// A price API on a socket of its own. It returns the rows that the test arranges and can misbehave in every way a server can. It
/// answers any other request with 501 and adds it to <see cref="Unexpected"/>.
/// </summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    /// <summary>The Unix second at which tests begin, on a whole hour.</summary>
    public const long Start = 1_747_814_400;

    private readonly WebApplication server;
    private readonly CancellationTokenSource closing = new();
    private int answering;

    private FakeUpstream(WebApplication server) => this.server = server;

    public string Address => AddressOf(1);
    public ConcurrentQueue<(string Path, string UserAgent)> Requests { get; } = new();

    /// <summary>The versions that have been retired: they answer with <see cref="RetiredStatus"/>.</summary>
    public HashSet<int> Retired { get; } = [];

    public int RetiredStatus { get; set; } = StatusCodes.Status404NotFound;

    /// <summary>The requested paths with their queries, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();
    public ConcurrentQueue<string> Unexpected { get; } = new();

    /// <summary>Whether an answer is being sent. A request that hangs does not count.</summary>
    public bool IsAnswering => Volatile.Read(ref answering) > 0;

    /// <summary>Rows of /mapping, as JSON objects.</summary>
    public JsonArray Mapping { get; set; } =
    [
        JsonNode.Parse("""
            {"id": 2, "name": "Cannonball", "examine": "Ammo for the Dwarf Cannon.", "members": true, "limit": 11000,
             "value": 5, "highalch": 3, "lowalch": 2, "icon": "Cannonball.png"}
            """),
        JsonNode.Parse("""
            {"id": 4151, "name": "Abyssal whip", "examine": "A weapon from the abyss.", "members": true, "limit": 70,
             "value": 120001, "highalch": 72000, "lowalch": 48000, "icon": "Abyssal whip.png"}
            """),
        JsonNode.Parse("""
            {"id": 1511, "name": "Logs", "examine": "A number of wooden logs.", "members": false, "icon": "Logs.png"}
            """),
    ];

    /// <summary>Rows of /latest by item id; a whole node, so that a test can put nonsense there.</summary>
    public JsonObject Latest { get; set; } = new()
    {
        ["2"] = Row(high: 193, highTime: Start - 10, low: 190, lowTime: Start - 20),
        ["4151"] = Row(high: 1_500_000, highTime: Start - 30, low: 1_480_000, lowTime: Start - 40),
    };

    /// <summary>Rows of /5m, /1h and /24h by width and start. A request without a timestamp gets the newest of that width.</summary>
    public ConcurrentDictionary<(string Width, long Start), JsonObject> Windows { get; } = new();

    /// <summary>Rows of /timeseries by item and width.</summary>
    public ConcurrentDictionary<(int Item, string Width), JsonArray> Series { get; } = new();

    /// <summary>Its own clock, for the Date header of each response.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Handlers that answer instead of the arranged rows, by path ("latest", "mapping").</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Overrides { get; } = new();

    public static async Task<FakeUpstream> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var upstream = new FakeUpstream(builder.Build());
        upstream.server.Map("/api/v{version:int:range(1,2)}/osrs/{path}", upstream.AnswerAsync);
        await upstream.server.StartAsync();
        return upstream;
    }

    public string AddressOf(int version) => $"{server.Urls.Single()}/api/v{version}/osrs/";

    public static JsonObject Row(long? high, long? highTime, long? low, long? lowTime) =>
        new() { ["high"] = high, ["highTime"] = highTime, ["low"] = low, ["lowTime"] = lowTime };

    public static JsonObject Window(long? high, long highVolume, long? low, long lowVolume, long? timestamp = null)
    {
        var row = new JsonObject
        {
            ["avgHighPrice"] = high,
            ["highPriceVolume"] = highVolume,
            ["avgLowPrice"] = low,
            ["lowPriceVolume"] = lowVolume,
        };
        if (timestamp is not null)
        {
            row["timestamp"] = timestamp;
        }

        return row;
    }

    public void Set(int itemId, long? high, long? highTime, long? low, long? lowTime) =>
        Latest[itemId.ToString(CultureInfo.InvariantCulture)] = Row(high, highTime, low, lowTime);

    /// <summary>Never answers, until the test ends.</summary>
    public async Task HangAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, context.RequestAborted);
        Interlocked.Decrement(ref answering);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
        }
        finally
        {
            Interlocked.Increment(ref answering);
        }
    }

    public static Func<HttpContext, Task> Text(string body, string contentType = "application/json", int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await server.DisposeAsync();
        closing.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref answering);
        try
        {
            await AnswerNowAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref answering);
        }
    }

    private Task AnswerNowAsync(HttpContext context)
    {
        var path = (string)context.Request.RouteValues["path"]!;
        Requests.Enqueue((path, context.Request.Headers.UserAgent.ToString()));
        context.Response.Headers.Date = Clock.GetUtcNow().ToString("R");
        Asked.Enqueue(path + context.Request.QueryString);
        if (Retired.Contains(FakeSeries.VersionOf(context)))
        {
            context.Response.StatusCode = RetiredStatus;
            return Task.CompletedTask;
        }

        if (Overrides.TryGetValue(path, out var overriding))
        {
            return overriding(context);
        }

        switch (path)
        {
            case "mapping":
                return Text(Mapping.ToJsonString())(context);
            case "latest":
                return Text(new JsonObject { ["data"] = Latest.DeepClone() }.ToJsonString())(context);
            case "5m" or "1h" or "24h" when Windows.Keys.Any(key => key.Width == path):
                var start = context.Request.Query["timestamp"] is [{ } asked]
                    ? long.Parse(asked)
                    : Windows.Keys.Where(key => key.Width == path).Max(key => key.Start);
                var rows = Windows.TryGetValue((path, start), out var arranged) ? arranged.DeepClone() : new JsonObject();
                return Text(new JsonObject { ["data"] = rows, ["timestamp"] = start }.ToJsonString())(context);
            case "timeseries":
                return FakeSeries.AnswerAsync(context, Series);
            default:
                Unexpected.Enqueue(path);
                context.Response.StatusCode = StatusCodes.Status501NotImplemented;
                return Task.CompletedTask;
        }
    }
}
