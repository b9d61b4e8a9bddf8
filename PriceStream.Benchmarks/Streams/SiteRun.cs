using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// The whole site on an upstream whose prices move, with many clients: most subscribe to 1 to 50 popular items, one in a hundred to all.
/// Compares every client's received updates, number by number, with those that it should have received.
/// </summary>
internal static class SiteRun
{
    private const int Ticks = 30;

    /// <param name="upstream">The address of a server that speaks the OSRS Wiki's API, or null for the demo market.</param>
    public static async Task RunAsync(string? upstream, int clients)
    {
        await using var site = await Site.StartAsync(
            ("Upstream__PollSeconds", "2"),
            ("Upstream__Mode", upstream is null ? "Demo" : "Live"),
            ("Upstream__BaseAddress", upstream ?? "http://localhost/"));
        var items = await ChooseItemsAsync(site, clients);
        var readers = items.Select(_ => new SiteReader()).ToArray();
        var feeds = new FeedTimes();
        using var load = new LoadClient();
        for (var number = 0; number < clients; number++)
        {
            var reader = readers[number];
            var query = items[number] is { } asked ? "?items=" + string.Join(',', asked) : "";
            load.Open(site.Port, "/api/v1/prices/stream" + query, (_, line) => reader.Take(line, feeds));
        }

        while (readers.Any(reader => reader.Start is null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        feeds.Start();
        var before = site.Cost();
        var pages = await RequestPagesAsync(site.Http, () => feeds.Count > Ticks);
        var used = site.Cost() - before;
        var perUpdate = used.Cpu * 1e6 / readers.Sum(reader => (long)reader.Numbers.Count);
        Console.WriteLine($"{clients} clients, {Ticks} ticks, {Check(readers, items)}; {perUpdate:0.00} µs of CPU per update");
        Print("the last write of a tick to a client, after its first to any", feeds.Sorted());
        Print($"the first page meanwhile, {pages.Count} times", pages);
        var conflated = await site.MetricAsync("pricestream_streaming_conflated_total");
        var cut = await site.MetricAsync("pricestream_streaming_cut_total");
        var stopped = await site.StopAsync();
        Console.WriteLine($"conflated {conflated}, cut {cut}; stopped with {clients} streams open within {stopped.TotalSeconds:0.0} s");
    }

    // Null for all items.
    private static async Task<HashSet<int>?[]> ChooseItemsAsync(Site site, int clients)
    {
        var prices = JsonNode.Parse(await site.Http.GetStringAsync(new Uri("api/v1/prices/current", UriKind.Relative)))!;
        var popular = prices["data"]!.AsArray()
            .OrderByDescending(price => (long?)price!["high_time"]).Take(300).Select(price => (int)price!["item_id"]!).ToArray();
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, clients)
                .Select(number => number % 100 == 0 ? null : random.GetItems(popular, random.Next(1, 51)).ToHashSet()),
        ];
    }

    private static async Task<List<double>> RequestPagesAsync(HttpClient http, Func<bool> done)
    {
        var times = new List<double>();
        while (!done())
        {
            var start = Stopwatch.GetTimestamp();
            using (var page = await http.GetAsync(new Uri("", UriKind.Relative)))
            {
                page.EnsureSuccessStatusCode();
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(37), TimeProvider.System);
        }

        times.Sort();
        return times;
    }

    // The first client subscribes to everything, so it received every published update.
    private static DeliveryCheck Check(SiteReader[] readers, HashSet<int>?[] items)
    {
        var check = default(DeliveryCheck);
        var published = readers[0].Numbers.Zip(readers[0].Items).ToArray();
        for (var client = 0; client < readers.Length; client++)
        {
            var (reader, asked) = (readers[client], items[client]);
            var got = reader.Numbers.Where(number => number <= readers[0].Numbers[^1]).ToArray();
            var end = got.Length == 0 ? 0 : got.Max(); // a tick that was on its way when the run ended is not lost
            var expected = published
                .Where(update => update.First > reader.Start && update.First <= end && asked?.Contains(update.Second) != false)
                .Select(update => update.First);
            check = new(
                check.Delivered + got.Length,
                check.Lost + expected.Except(got).Count(),
                check.Doubled + got.Zip(got.Skip(1)).Count(pair => pair.Second <= pair.First));
        }

        return check;
    }

    private static void Print(string what, List<double> sorted) =>
        Console.WriteLine($"{what}: p50 {sorted.At(0.5):0}, p99 {sorted.At(0.99):0}, max {sorted.At(1):0} ms");
}
