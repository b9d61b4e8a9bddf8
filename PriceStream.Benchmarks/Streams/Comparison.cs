using System.Diagnostics;
using System.Globalization;

namespace PriceStream.Benchmarks.Streams;

/// <summary>One contender's run: opens the clients, publishes, and checks every number that arrives.</summary>
/// <param name="ticks">20 updates at once, the next when all have them; otherwise one update each 100 ms.</param>
/// <param name="stalled">How many clients read nothing.</param>
internal sealed class Comparison(Contender contender, bool ticks, int clients, int stalled) : IDisposable
{
    private static readonly byte[] Mark = [.. "data: {\"n\":"u8];

    private readonly bool isNchan = contender.Name == "nchan";
    private readonly int count = ticks ? 20 : 1;
    private readonly int[] last = new int[clients];
    private readonly List<double> times = [];
    private readonly List<double> slowest = [];
    private readonly SemaphoreSlim done = new(0);
    private readonly LoadClient load = new();
    private int lost;
    private int doubled;
    private long delivered;
    private int waiting;
    private int target;
    private long publishedAt;

    public async Task RunAsync()
    {
        var idleKiB = await OpenAsync();
        var warm = await WarmUpAsync();

        // nchan takes two seconds for a tick.
        var rounds = !ticks ? 150 : isNchan ? 10 : 100;
        var requests = await AllocatedByRequestsAsync(rounds);
        var allocated = await contender.AllocatedAsync();
        var before = contender.Cost();
        await PublishAllAsync(1 + warm * count, rounds);
        var used = contender.Cost() - before;
        Report(used, await contender.AllocatedAsync() - allocated - requests, idleKiB);
    }

    public void Dispose()
    {
        load.Dispose();
        done.Dispose();
    }

    /// <returns>KiB of memory that an idle stream costs.</returns>
    private async Task<double> OpenAsync()
    {
        await contender.CollectAsync();
        var atStart = contender.Cost();
        for (var client = 0; client < clients; client++)
        {
            load.Open(contender.Port, "/stream", Take, reads: client >= stalled);
        }

        await UntilAsync(() => load.Connections.Skip(stalled).All(connection => connection.Status == 200));
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await contender.CollectAsync();
        return (contender.Cost() - atStart).AnonymousKiB / (double)clients;
    }

    // Until the code is compiled for good and the buffers are allocated; nchan needs neither.
    private async Task<int> WarmUpAsync()
    {
        var rounds = isNchan ? 3 : ticks ? 60 : 200;
        for (var round = 0; round < rounds; round++)
        {
            await PublishAsync(1 + round * count);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        (delivered, lost, doubled) = (0, 0, 0);
        times.Clear();
        return rounds;
    }

    private async Task PublishAllAsync(int first, int rounds)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds; round++)
        {
            await PublishAsync(first + round * count);
            slowest.Add(times.Count == 0 ? 0 : times[^1]);
            var pause = TimeSpan.FromSeconds(ticks ? 0.3 : (round + 1) * 0.1 - Stopwatch.GetElapsedTime(start).TotalSeconds);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, TimeProvider.System);
        }
    }

    private async Task PublishAsync(int first)
    {
        target = first + count - 1;
        Volatile.Write(ref waiting, clients - stalled);
        publishedAt = Stopwatch.GetTimestamp();
        await contender.PublishAsync(first, count);
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

    // The benchmark's own requests allocate too, and that is subtracted.
    private async Task<long> AllocatedByRequestsAsync(int requests)
    {
        if (isNchan)
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

    private void Report(ProcessCost used, long allocated, double idleKiB)
    {
        times.Sort();
        var each = 1e6 / delivered;
        Console.WriteLine(
            $"{contender.Name,-8} {used.Cpu * each,6:0.00} µs ({used.User * each:0.00} + {used.System * each:0.00}); "
            + $"delivered {delivered}, lost {lost}, doubled or out of order {doubled}; "
            + $"to a client p50 {At(times, 0.5):0} p99 {At(times, 0.99):0} ms, "
            + $"to the last of all median {At([.. slowest.Order()], 0.5):0} max {slowest.Max():0} ms; "
            + $"{allocated * 1000.0 / delivered:0} bytes allocated per 1,000; {idleKiB:0.0} KiB an idle stream");
    }

    private static double At(List<double> sorted, double part) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];

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
