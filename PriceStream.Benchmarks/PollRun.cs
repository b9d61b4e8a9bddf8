using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming;
using PriceStream.Web.Upstream;

namespace PriceStream.Benchmarks;

/// <summary>
/// A whole poll in the application's own wiring, without the network: responses are prepared as bytes. It uses a SQLite file on disk and
/// three readers of the stream: everything, a page of 50 items, and a page of one.
/// </summary>
internal static class PollRun
{
    private const int Items = 4161;
    private const int Rounds = 60;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-bench-").FullName;
        try
        {
            Console.WriteLine($"{Items} items a poll, {Rounds} polls each; median (slowest) time, median MB allocated, in one process");
            foreach (var percent in (int[])[0, 12, 38, 100])
            {
                await MeasureAsync(Path.Combine(folder, $"{percent}.db"), percent);
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string file, int percent)
    {
        var answers = new Answers();
        await using var app = BenchmarkApp.Build(file, services =>
        {
            services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => answers));
            services.AddHttpClient<UpstreamClient>().ConfigurePrimaryHttpMessageHandler(() => answers);
        });
        await app.Services.PrepareDatabaseAsync();
        await app.Services.GetRequiredService<CatalogueRefreshJob>().Invoke();
        var job = app.Services.GetRequiredService<PricePollJob>();
        var (hub, source) = (app.Services.GetRequiredService<StreamHub>(), app.Services.GetRequiredService<StreamSnapshot<Price>>());
        foreach (var (items, html) in ((int[]?, bool)[])[(null, false), ([.. Enumerable.Range(1, 50)], true), ([7], true)])
        {
            hub.Add(new(PipeWriter.Create(Stream.Null), items, html, null, source.WriteResync, () => { }));
        }

        var times = new List<double>();
        var allocated = new List<double>();
        for (var round = 0; round < Rounds + 10; round++)
        {
            answers.Next(round, round == 0 ? 100 : percent);
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            await job.Invoke();
            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (round >= 10) // the first ones are compiled while they run
            {
                times.Add(time);
                allocated.Add((GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1048576.0);
            }
        }

        Console.WriteLine($"{percent,4} % changed: {Median(times),6:0.0} ms ({times.Max():0.0}), {Median(allocated):0.0} MB");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class Answers : HttpMessageHandler
    {
        private readonly (long High, long HighTime, long Low, long LowTime)[] prices = new (long, long, long, long)[Items];
        private byte[] latest = [];

        public void Next(int round, int percent)
        {
            var random = new Random(round);
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 10_000 + 60 * round;
            for (var index = 0; index < Items; index++)
            {
                if (random.Next(100) < percent)
                {
                    var price = random.Next(1, 2_000_000);
                    prices[index] = (price, now, price - price / 50, now - random.Next(50));
                }
            }

            var output = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(output))
            {
                Write(json);
            }

            latest = output.WrittenSpan.ToArray();
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = request.RequestUri!.AbsolutePath.EndsWith("mapping", StringComparison.Ordinal)
                ? new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(
                    Enumerable.Range(1, Items).Select(id => new { id, name = $"Item {id}", members = true })))
                : new ByteArrayContent(latest);
            content.Headers.ContentType = new("application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }

        private void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartObject("data");
            for (var index = 0; index < Items; index++)
            {
                json.WriteStartObject((index + 1).ToString());
                json.WriteNumber("high", prices[index].High);
                json.WriteNumber("highTime", prices[index].HighTime);
                json.WriteNumber("low", prices[index].Low);
                json.WriteNumber("lowTime", prices[index].LowTime);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
