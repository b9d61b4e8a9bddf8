using System.Diagnostics;
using System.Globalization;

namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// This project's stream, nginx with nchan (one worker) and the ordinary way, one after the other on the same payloads. Every client
/// checks every number: lost, doubled, out of order.
/// </summary>
internal static class CompareRun
{
    private static readonly byte[] Mark = [.. "data: {\"n\":"u8];

    /// <param name="way">events: one update each 100 ms. ticks: 20 at once, the next when all have them.</param>
    public static async Task RunAsync(string way, int clients, int stalled, IEnumerable<string> names)
    {
        Console.WriteLine($"{way}, {clients} clients, {stalled} of them read nothing; µs of server CPU a delivered update (user + kernel)");
        foreach (var name in names)
        {
            await using var contender = await Contender.StartAsync(name);
            await MeasureAsync(contender, way == "ticks", clients, stalled);
        }
    }

    private static async Task MeasureAsync(Contender contender, bool ticks, int clients, int stalled)
    {
        // nchan takes two seconds for a tick.
        var (count, rounds) = ticks ? (20, contender.Name == "nchan" ? 10 : 100) : (1, 150);
        await contender.CollectAsync();
        var atStart = contender.Cost();
        var last = new int[clients];
        var (lost, doubled, delivered, waiting, target) = (0, 0, 0L, 0, 0);
        long publishedAt = 0;
        var done = new SemaphoreSlim(0);
        var times = new List<double>();
        using var load = new LoadClient();
        for (var client = 0; client < clients; client++)
        {
            load.Open(contender.Port, "/stream", Take, reads: client >= stalled);
        }

        await UntilAsync(() => load.Connections.Skip(stalled).All(connection => connection.Status == 200));
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await contender.CollectAsync();
        var idle = contender.Cost();

        // Until the code is compiled for good and the buffers are there; nchan has neither to wait for.
        var warm = contender.Name == "nchan" ? 3 : ticks ? 60 : 200;
        for (var round = 0; round < warm; round++)
        {
            await PublishAsync(1 + round * count, count);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        (delivered, lost, doubled) = (0, 0, 0);
        times.Clear();
        var slowest = new List<double>();
        var requests = await AllocatedByRequestsAsync(contender, rounds);
        var allocated = await contender.AllocatedAsync();
        var before = contender.Cost();
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds; round++)
        {
            await PublishAsync(1 + (warm + round) * count, count);
            slowest.Add(times.Count == 0 ? 0 : times[^1]);
            var pause = TimeSpan.FromSeconds(ticks ? 0.3 : (round + 1) * 0.1 - Stopwatch.GetElapsedTime(start).TotalSeconds);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, TimeProvider.System);
        }

        var used = contender.Cost() - before;
        allocated = await contender.AllocatedAsync() - allocated - requests;
        Report(contender.Name, used, delivered, allocated, lost, doubled, times, slowest, (idle - atStart).AnonymousKiB / (double)clients);

        async Task PublishAsync(int first, int number)
        {
            target = first + number - 1;
            Volatile.Write(ref waiting, clients - stalled);
            publishedAt = Stopwatch.GetTimestamp();
            await contender.PublishAsync(first, number);
            await done.WaitAsync(TimeSpan.FromSeconds(20));
        }

        void Take(int client, ReadOnlySpan<byte> line)
        {
            if (!line.StartsWith(Mark))
            {
                return;
            }

            var number = int.Parse(line.Slice(Mark.Length, 7), CultureInfo.InvariantCulture);
            delivered++;
            lost += Math.Max(0, number - last[client] - 1);
            doubled += number <= last[client] ? 1 : 0;
            last[client] = number;
            if (number == target)
            {
                times.Add(Stopwatch.GetElapsedTime(publishedAt).TotalMilliseconds);
                if (Interlocked.Decrement(ref waiting) == 0)
                {
                    done.Release();
                }
            }
        }
    }

    // What the requests that publish allocate themselves, which is the benchmark's doing.
    private static async Task<long> AllocatedByRequestsAsync(Contender contender, int requests)
    {
        if (contender.Name == "nchan")
        {
            return 0;
        }

        var before = await contender.AllocatedAsync();
        for (var request = 0; request < requests; request++)
        {
            await contender.PublishAsync(0, 0);
        }

        return await contender.AllocatedAsync() - before;
    }

    private static void Report(string name, ProcessCost used, long delivered, long allocated, int lost, int doubled, List<double> times, List<double> slowest, double kiB)
    {
        times.Sort();
        var ofAll = 1e6 / delivered;
        Console.WriteLine(
            $"{name,-8} {used.Cpu * ofAll,6:0.00} µs ({used.User * ofAll:0.00} + {used.System * ofAll:0.00}); delivered {delivered}, lost {lost}, doubled or out of order {doubled}; "
            + $"to a client p50 {At(times, 0.5):0} p99 {At(times, 0.99):0} ms, to the last of all median {At([.. slowest.Order()], 0.5):0} max {slowest.Max():0} ms; "
            + $"{allocated * 1000.0 / delivered:0} bytes allocated per 1,000; {kiB:0.0} KiB an idle stream");
    }

    private static double At(List<double> sorted, double part) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            if (tries > 600)
            {
                throw new TimeoutException("Not all streams were opened within a minute");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }
}
