using System.Diagnostics;
using System.Net.Http.Headers;

namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// Kills the site with 1,000 streams open and starts it again. The clients reconnect as htmx does:
/// after the delay that the server sent, doubled at each failure, ±30 %.
/// </summary>
internal static class RestartRun
{
    private const int Clients = 1000;

    public static async Task RunAsync()
    {
        await using var site = await Site.StartAsync(("Upstream__Mode", "Demo"), ("Upstream__PollSeconds", "3"));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        var clients = Enumerable.Range(0, Clients).Select(number => new Client(number)).ToArray();
        var running = clients.Select(client => client.RunAsync(site.Http.BaseAddress!, end.Token)).ToArray();
        while (clients.Any(client => client.Connects == 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        var killed = Stopwatch.GetTimestamp();
        await site.KillAndStartAsync();
        Console.WriteLine($"answers again after {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s");
        while (clients.Any(client => client.Connects < 2) && Stopwatch.GetElapsedTime(killed).TotalSeconds < 60)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        var back = clients.Where(client => client.Connects > 1)
            .Select(client => Stopwatch.GetElapsedTime(killed, client.LastConnect).TotalSeconds)
            .Order().ToArray();
        var densest = back.Max(from => back.Count(time => time >= from && time < from + 1));
        Console.WriteLine(
            $"{back.Length} of {Clients} back, the first after {back[0]:0.0} s, half after {back[back.Length / 2]:0.0} s, "
            + $"the last after {back[^1]:0.0} s; at most {densest} in one second");
        Console.WriteLine($"told resync exactly once: {clients.Count(client => client.Resyncs == 1)}");
        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    private sealed class Client(int number)
    {
        private string? lastId;
        private double retry = 500;

        public int Connects { get; private set; }
        public int Resyncs { get; private set; }
        public long LastConnect { get; private set; }

        public async Task RunAsync(Uri site, CancellationToken cancellationToken)
        {
            using var http = new HttpClient { BaseAddress = site, Timeout = Timeout.InfiniteTimeSpan };
            var attempt = 0;
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    await ReadAsync(http, () => attempt = 0, cancellationToken);
                }
                catch (Exception fault) when (fault is HttpRequestException or IOException)
                {
                    // Comes back below.
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                attempt++;
                var delay = Math.Min(retry * Math.Pow(2, attempt - 1), 30_000) * (0.7 + 0.6 * Random.Shared.NextDouble());
                await Task.Delay(TimeSpan.FromMilliseconds(delay), TimeProvider.System, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        private async Task ReadAsync(HttpClient http, Action connected, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/prices/stream?items={2 + number % 50},4151");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (lastId is not null)
            {
                request.Headers.Add("Last-Event-ID", lastId);
            }

            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return;
            }

            connected();
            LastConnect = Stopwatch.GetTimestamp();
            Connects++;
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                retry = line.StartsWith("retry: ", StringComparison.Ordinal) ? int.Parse(line[7..]) : retry;
                lastId = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : lastId;
                Resyncs += line == "event: resync" ? 1 : 0;
            }
        }
    }
}
