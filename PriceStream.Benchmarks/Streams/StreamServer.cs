using System.Buffers;
using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PriceStream.Web.Requests;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;

namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// A server process with only a stream: this project's, or ASP.NET Core's <c>TypedResults.ServerSentEvents</c> with a channel per
/// client. <c>POST /publish?first=N&amp;count=K</c> sends the updates N to N + K - 1 to all clients.
/// </summary>
internal static class StreamServer
{
    public static async Task RunAsync(string kind, string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Configuration["Sse:MaxClients"] = builder.Configuration["Sse:MaxClientsPerAddress"] = "100000";
        if (kind == "ours")
        {
            await RunOursAsync(builder);
        }
        else
        {
            await RunOrdinaryAsync(builder);
        }
    }

    /// <summary>120 bytes with the number in front; the same for every server.</summary>
    public static string Payload(int number) =>
        $$"""{"n":{{number:0000000}},"high":2850000,"low":2845000,"high_time":1736859290"""
        + $$""","low_time":1736859280,"timestamp":"2025-01-14T12:54:50Z"}"""; // the compiler joins the two strings

    private static async Task RunOursAsync(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddStreaming(new SettingsReader(builder.Configuration));
        var format = new StreamFormat<int>(
            "price-update", number => number, (output, number) => Encoding.UTF8.GetBytes(Payload(number), output));
        var source = new StreamSnapshot<int>(format, _ => []);
        builder.Services.AddSingleton(source);
        await using var app = builder.Build();
        app.UseRateLimiter();
        app.MapStream("/stream", (Parameters<NumberQuery> query, StreamHost<int> host) => new StreamResult<int>(host, query.Value));
        MapControl(app, (StreamHub hub, int first, int count) => hub.Publish(Enumerable.Range(first, count).ToArray(), format));
        await app.RunAsync();
    }

    private static async Task RunOrdinaryAsync(WebApplicationBuilder builder)
    {
        var clients = new ConcurrentDictionary<Channel<SseItem<string>>, bool>();
        await using var app = builder.Build();
        app.MapGet("/stream", () => TypedResults.ServerSentEvents(ReadAsync(clients)));
        MapControl(app, (int first, int count) =>
        {
            foreach (var number in Enumerable.Range(first, count))
            {
                var item = new SseItem<string>(Payload(number), "price-update") { EventId = $"6f1c2a3b-{number}" };
                foreach (var (client, _) in clients)
                {
                    client.Writer.TryWrite(item);
                }
            }
        });
        await app.RunAsync();
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        ConcurrentDictionary<Channel<SseItem<string>>, bool> clients,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateBounded<SseItem<string>>(
            new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        clients[channel] = true;
        try
        {
            yield return new SseItem<string>("{}", "connected");
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            clients.TryRemove(channel, out _);
        }
    }

    private static void MapControl(WebApplication app, Delegate publish)
    {
        app.MapPost("/publish", publish);
        app.MapPost("/collect", () => GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true));
        app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true).ToString());
    }
}
