using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PriceStream.Benchmarks.Streams;

/// <summary>20,000 clients that connect and leave in every way a client can; compares the process's resources before and after.</summary>
internal static class StormRun
{
    private static readonly string[] Shown =
    [
        "pricestream_streaming_clients", "kestrel_active_connections", "dotnet_timer_count", "dotnet_thread_pool_thread_count_total",
        "dotnet_gc_last_collection_heap_size_bytes", "dotnet_process_memory_working_set_bytes",
    ];

    public static async Task RunAsync()
    {
        await using var site = await Site.StartAsync(("Upstream__Mode", "Demo"), ("Upstream__PollSeconds", "60"));
        await WaveAsync(site, 2000); // so that everything that is created only once already exists
        var before = await FiguresAsync(site);
        await StormAsync(site);
        var after = await FiguresAsync(site);
        await StormAsync(site);
        var again = await FiguresAsync(site);
        foreach (var (name, index) in Shown.Select((name, index) => (name, index)))
        {
            Console.WriteLine($"{name,-45} before {before[index],12:0} after {after[index],12:0} after another {again[index],12:0}");
        }

        var connects = await site.MetricAsync("pricestream_streaming_connects_total");
        var refusals = await site.MetricAsync("pricestream_streaming_refusals_total");
        Console.WriteLine($"connects {connects}, refusals {refusals}");
    }

    private static async Task StormAsync(Site site)
    {
        for (var wave = 0; wave < 10; wave++)
        {
            await WaveAsync(site, 2000);
        }
    }

    private static Task WaveAsync(Site site, int clients) => Parallel.ForAsync(
        0,
        clients,
        new ParallelOptions { MaxDegreeOfParallelism = 500 },
        (number, cancellationToken) => ConnectAsync(site, number, cancellationToken));

    // A third of the clients reset at once, a third reset during the answer, and a third close the connection.
    private static async ValueTask ConnectAsync(Site site, int number, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.LingerState = new(number % 3 != 0, 0);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + number % 250)]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, site.Port, cancellationToken);
        var query = number % 50 == 0 ? "" : $"?items={number + 1}";
        var request = $"GET /api/v1/prices/stream{query} HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        if (number % 3 != 1)
        {
            await socket.ReceiveAsync(new byte[1000], cancellationToken);
        }
    }

    private static async Task<double[]> FiguresAsync(Site site)
    {
        for (var tries = 0; tries < 200 && await site.MetricAsync(Shown[0]) > 0; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        // These requests create garbage, which triggers the collections that show what is left.
        for (var request = 0; request < 400; request++)
        {
            await site.Http.GetByteArrayAsync(new Uri("api/v1/prices/current", UriKind.Relative));
        }

        return await Task.WhenAll(Shown.Select(site.MetricAsync));
    }
}
