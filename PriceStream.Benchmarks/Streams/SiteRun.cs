using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PriceStream.Benchmarks.Streams;

/// <summary>
/// The whole site on a source that moves, with many clients of 1 to 50 popular items each and one in a hundred that wants everything.
/// What every client got is compared, number by number, with what it should have got.
/// </summary>
internal static class SiteRun
{
    private const int Ticks = 30;

    /// <param name="upstream">The address of a source that speaks the OSRS Wiki's API, or null for the demo market.</param>
    public static async Task RunAsync(string? upstream, int clients)
    {
        await using var site = await Site.StartAsync(
            ("Upstream__PollSeconds", "2"),
            ("Upstream__Mode", upstream is null ? "Demo" : "Live"),
            ("Upstream__BaseAddress", upstream ?? "http://localhost/"));
        var popular = await PopularAsync(site.Http);
        var random = new Random(1);
        var items = Enumerable.Range(0, clients)
            .Select(number => number % 100 == 0 ? null : random.GetItems(popular, random.Next(1, 51)).ToHashSet())
            .ToArray();
        var readers = items.Select(_ => new SiteReader()).ToArray();
        var feeds = new FeedTimes();
        using var load = new LoadClient();
        await OpenAsync(load, site, items, readers, feeds);
        feeds.Begin();
        var before = site.Cost();
        var pages = await AskForPagesAsync(site.Http, () => feeds.Count > Ticks);
        var used = site.Cost() - before;
        var delivered = readers.Sum(reader => (long)reader.Numbers.Count);
        var (lost, doubled, checkedUpdates) = Compare(readers, items);
        var times = feeds.Times();
        Console.WriteLine(
            $"{clients} clients, {Ticks} ticks, {checkedUpdates} updates checked: lost {lost}, doubled or out of order {doubled}; "
            + $"{used.Cpu * 1e6 / delivered:0.00} µs of CPU an update");
        Console.WriteLine(
            "a tick's last write to a client, after its first to anybody: "
            + $"p50 {At(times, 0.5):0}, p99 {At(times, 0.99):0}, max {times[^1]:0} ms");
        Console.WriteLine($"the first page meanwhile, {pages.Count} times: p50 {At(pages, 0.5):0}, p99 {At(pages, 0.99):0} ms");
        await ReportEndAsync(site, clients);
    }

    private static async Task OpenAsync(
        LoadClient load, Site site, HashSet<int>?[] items, SiteReader[] readers, FeedTimes feeds)
    {
        foreach (var (asked, reader) in items.Zip(readers))
        {
            var query = asked is null ? "" : "?items=" + string.Join(',', asked);
            load.Open(site.Port, "/api/v1/prices/stream" + query, (_, line) => reader.Take(line, feeds));
        }

        while (readers.Any(reader => reader.Start is null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private static async Task<int[]> PopularAsync(HttpClient http)
    {
        var prices = JsonNode.Parse(await http.GetStringAsync(new Uri("api/v1/prices/current", UriKind.Relative)))!["data"]!.AsArray();
        return [.. prices.OrderByDescending(price => (long?)price!["high_time"]).Take(300).Select(price => (int)price!["item_id"]!)];
    }

    private static async Task ReportEndAsync(Site site, int clients)
    {
        var conflated = await site.MetricAsync("pricestream_streaming_conflated_total");
        var cut = await site.MetricAsync("pricestream_streaming_cut_total");
        var stopped = await site.StopAsync();
        Console.WriteLine(
            $"conflated {conflated}, cut {cut}; stopped with {clients} streams open within {stopped.TotalSeconds:0.0} s");
    }

    private static async Task<List<double>> AskForPagesAsync(HttpClient http, Func<bool> done)
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

    // The first client wants everything: what it has is what there was.
    private static (long Lost, long Doubled, long Checked) Compare(SiteReader[] readers, HashSet<int>?[] items)
    {
        var (lost, doubled, count) = (0L, 0L, 0L);
        var all = readers[0].Numbers.Zip(readers[0].Items).ToArray();
        for (var number = 0; number < readers.Length; number++)
        {
            var (reader, asked) = (readers[number], items[number]);
            var got = reader.Numbers.Where(update => update <= readers[0].Numbers[^1]).ToArray();
            doubled += got.Zip(got.Skip(1)).Count(pair => pair.Second <= pair.First);
            var expected = all
                .Where(update => update.First > reader.Start && asked?.Contains(update.Second) != false)
                .Select(update => update.First)
                .ToArray();
            // A tick that was on its way when the run ended is not lost.
            var end = got.Length == 0 ? 0 : got.Max();
            lost += expected.Where(update => update <= end).Except(got).Count();
            count += got.Length;
        }

        return (lost, doubled, count);
    }

    private static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];

    /// <summary>When the first client, and every other, had got a tick's end.</summary>
    private sealed class FeedTimes
    {
        private readonly Dictionary<long, long> first = [];
        private readonly List<double> times = [];
        private bool begun;

        public int Count { get; private set; }

        public void Begin() => begun = true;

        // Only the load client's one thread comes here.
        public void Take(long second)
        {
            if (!begun)
            {
                return;
            }

            if (first.TryAdd(second, Stopwatch.GetTimestamp()))
            {
                Count++;
            }

            times.Add(Stopwatch.GetElapsedTime(first[second]).TotalMilliseconds);
        }

        public List<double> Times() => [.. times.ToArray().Order()];
    }

    private sealed class SiteReader
    {
        private static readonly byte[] Id = [.. "id: "u8];
        private static readonly byte[] Update = [.. "data: {\"item_id\":"u8];
        private static readonly byte[] Connected = [.. "data: {\"client_id\":"u8];
        private static readonly byte[] Feed = [.. "data: {\"ts\":"u8];
        private int number;

        public int? Start { get; private set; }
        public List<int> Numbers { get; } = [];
        public List<int> Items { get; } = [];

        public void Take(ReadOnlySpan<byte> line, FeedTimes feeds)
        {
            if (line.StartsWith(Id))
            {
                number = int.Parse(line[(line.IndexOf((byte)'-') + 1)..], CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith(Update))
            {
                Numbers.Add(number);
                Items.Add(int.Parse(line[Update.Length..line.IndexOf((byte)',')], CultureInfo.InvariantCulture));
            }
            else if (line.StartsWith(Connected))
            {
                Start = number;
            }
            else if (line.StartsWith(Feed) && line.Contains((byte)'p'))
            {
                feeds.Take(long.Parse(Encoding.ASCII.GetString(line[Feed.Length..line.IndexOf((byte)',')]), CultureInfo.InvariantCulture));
            }
        }
    }
}
