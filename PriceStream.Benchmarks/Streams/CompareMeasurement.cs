using System.Diagnostics;
using System.Globalization;

namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// One contender under the load of all clients. Every client checks every number for losses, duplicates and order. The load client calls
/// back on its one thread.
/// </summary>
internal sealed class CompareMeasurement(Contender contender, bool ticks, int clients, int stalled) : IDisposable
{
    private static readonly byte[] Mark = [.. "data: {\"n\":"u8];

    private readonly int updates = ticks ? 20 : 1; // in a round
    private readonly int[] last = new int[clients];
    private readonly SemaphoreSlim done = new(0);
    private readonly List<double> times = []; // ms from the publication of a round to a client that has all of it
    private readonly List<double> slowest = []; // the same to the last of the clients, one per round
    private int lost;
    private int doubled;
    private long delivered;
    private int waiting;
    private int target;
    private long publishedAt;

    public async Task<CompareResult> RunAsync()
    {
        await contender.CollectAsync();
        var empty = contender.Cost();
        using var load = new LoadClient();
        await OpenAsync(load);
        var idle = contender.Cost();
        var warmUp = await WarmUpAsync();

        var rounds = ticks ? contender.Name == "nchan" ? 10 : 100 : 150; // a tick takes nchan two seconds
        var ofRequests = await AllocatedByRequestsAsync(rounds);
        var allocated = await contender.AllocatedAsync();
        var before = contender.Cost();
        await PublishRoundsAsync(warmUp, rounds);
        var used = contender.Cost() - before;
        allocated = await contender.AllocatedAsync() - allocated - ofRequests;

        times.Sort();
        slowest.Sort();
        var kiB = (idle - empty).AnonymousKiB / (double)clients;
        return new(contender.Name, used, new(delivered, lost, doubled), allocated, times, slowest) { IdleKiB = kiB };
    }

    public void Dispose() => done.Dispose();

    private async Task OpenAsync(LoadClient load)
    {
        for (var client = 0; client < clients; client++)
        {
            load.Open(contender.Port, "/stream", Take, reads: client >= stalled);
        }

        await UntilAsync(() => load.Connections.Skip(stalled).All(connection => connection.Status == 200));
        await DelayAsync(1);
        await contender.CollectAsync();
    }

    // Warms up until the code is fully compiled and the buffers exist. nchan needs no warm-up.
    private async Task<int> WarmUpAsync()
    {
        var rounds = contender.Name == "nchan" ? 3 : ticks ? 60 : 200;
        for (var round = 0; round < rounds; round++)
        {
            await PublishAsync(round);
        }

        await DelayAsync(1);
        (delivered, lost, doubled) = (0, 0, 0);
        times.Clear();
        return rounds;
    }

    private async Task PublishRoundsAsync(int first, int rounds)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds; round++)
        {
            await PublishAsync(first + round);
            slowest.Add(times.Count == 0 ? 0 : times[^1]);
            await DelayAsync(ticks ? 0.3 : (round + 1) * 0.1 - Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    private async Task PublishAsync(int round)
    {
        var first = 1 + round * updates;
        target = first + updates - 1;
        Volatile.Write(ref waiting, clients - stalled);
        publishedAt = Stopwatch.GetTimestamp();
        await contender.PublishAsync(first, updates);
        await done.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private void Take(int client, ReadOnlySpan<byte> line)
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
        if (number != target)
        {
            return;
        }

        times.Add(Stopwatch.GetElapsedTime(publishedAt).TotalMilliseconds);
        if (Interlocked.Decrement(ref waiting) == 0)
        {
            done.Release();
        }
    }

    // The publishing requests allocate too, but they belong to the benchmark and not to the stream.
    private async Task<long> AllocatedByRequestsAsync(int requests)
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

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            if (tries > 600)
            {
                throw new TimeoutException("Not all streams opened within a minute");
            }

            await DelayAsync(0.1);
        }
    }

    private static Task DelayAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(Math.Max(0, seconds)), TimeProvider.System);
}
