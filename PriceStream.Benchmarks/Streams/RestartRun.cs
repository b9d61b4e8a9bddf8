using System.Diagnostics;

namespace PriceStream.Benchmarks.Streams;

/// <summary>Kills the site with 1,000 open streams and starts it again.</summary>
internal static class RestartRun
{
    private const int Clients = 1000;

    public static async Task RunAsync()
    {
        await using var site = await Site.StartAsync(("Upstream__Mode", "Demo"), ("Upstream__PollSeconds", "3"));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        var clients = Enumerable.Range(0, Clients).Select(number => new RestartClient(number)).ToArray();
        var running = clients.Select(client => client.RunAsync(site.Http.BaseAddress!, end.Token)).ToArray();
        while (clients.Any(client => client.Connects == 0))
        {
            await DelayAsync(0.05);
        }

        await DelayAsync(5);
        var killed = Stopwatch.GetTimestamp();
        await site.KillAndStartAsync();
        Console.WriteLine($"answers again after {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s");
        while (clients.Any(client => client.Connects < 2) && Stopwatch.GetElapsedTime(killed).TotalSeconds < 60)
        {
            await DelayAsync(0.05);
        }

        await DelayAsync(5);
        Report(clients, killed);
        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    private static void Report(RestartClient[] clients, long killed)
    {
        var back = clients.Where(client => client.Connects > 1)
            .Select(client => Stopwatch.GetElapsedTime(killed, client.LastConnect).TotalSeconds).Order().ToArray();
        var densest = back.Max(from => back.Count(time => time >= from && time < from + 1));
        Console.WriteLine(
            $"{back.Length} of {Clients} back, the first after {back[0]:0.0} s, half after {back[back.Length / 2]:0.0} s, "
            + $"the last after {back[^1]:0.0} s; at most {densest} in one second");
        Console.WriteLine($"exactly one resync: {clients.Count(client => client.Resyncs == 1)}");
    }

    private static Task DelayAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
}
