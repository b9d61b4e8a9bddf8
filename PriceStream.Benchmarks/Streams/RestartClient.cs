using System.Diagnostics;
using System.Net.Http.Headers;

namespace PriceStream.Benchmarks.Streams;

/// <summary>A client that reconnects as htmx does: after the delay that the stream sends, doubled with each failure, ±30 %.</summary>
internal sealed class RestartClient(int number)
{
    private const double LongestDelay = 30_000; // ms

    private string? lastId;
    private double retry = 500; // ms
    private int failures;

    public int Connects { get; private set; }
    public int Resyncs { get; private set; }

    /// <summary>By <see cref="Stopwatch"/>.</summary>
    public long LastConnect { get; private set; }

    public async Task RunAsync(Uri site, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = site, Timeout = Timeout.InfiniteTimeSpan };
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(http, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // Reconnects below.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            failures++;
            var delay = Math.Min(retry * Math.Pow(2, failures - 1), LongestDelay) * (0.7 + 0.6 * Random.Shared.NextDouble());
            await Task.Delay(TimeSpan.FromMilliseconds(delay), TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(HttpClient http, CancellationToken cancellationToken)
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

        failures = 0;
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
