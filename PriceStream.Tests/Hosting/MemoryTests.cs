using System.Globalization;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>The whole catalogue, many streams and pages within a container's memory limit.</summary>
public sealed class MemoryTests
{
    private const int Items = 4300;
    private const int Streams = 500;
    private const long Limit = 256L << 20;

    [Fact]
    public async Task The_whole_catalogue_hundreds_of_streams_and_histories_fit_in_256_MB()
    {
        using var group = MemoryGroup.Create(Limit);
        await using var site = await BreakableSite.CreateAsync(items: Items);
        site["Sse__MaxClientsPerAddress"] = "1000";
        site["Upstream__PollSeconds"] = "3";
        site.Wrapper = group.Wrapper;
        await site.StartAsync();
        await site.HasPricesAsync();

        var streams = new List<SseReader>();
        for (var id = 1; id <= Streams; id++)
        {
            streams.Add(await SseReader.ConnectAsync(site.Http, $"?items={string.Join(',', Enumerable.Range(id, 50))}&html=true"));
        }

        // Every stream reads as a browser does while the test requests pages and histories of all periods.
        using var end = new CancellationTokenSource();
        var reading = streams.Select(stream => ReadAsync(stream, end.Token)).ToList();
        string[] periods = ["1h", "24h", "7d", "30d", "90d", "1y", "all"];
        for (var request = 0; request < 600; request++)
        {
            var (item, period) = (1 + request, periods[request % 7]);
            var history = await site.PageAsync($"api/v1/prices/history/{1 + request % Items}?period={period}&cache=skip");
            Assert.Contains("\"data\":", history, StringComparison.Ordinal);
            var page = request % 2 == 0 ? $"items/{item}/item-{item}?period={period}" : $"?page={1 + request % 80}";
            Assert.Contains("Item ", await site.PageAsync(page), StringComparison.Ordinal);
        }

        await site.GoesOnAsync();
        Assert.False(site.HasEnded, site.Log);
        TestContext.Current.TestOutputHelper?.WriteLine(group.ToString());
        Assert.InRange(group.Peak, 1, Limit);
        Assert.Equal(0, group.Kills);
        await end.CancelAsync();
        await Task.WhenAll(reading);
    }

    private static async Task ReadAsync(SseReader stream, CancellationToken end)
    {
        await using (stream)
        {
            while (!end.IsCancellationRequested)
            {
                await stream.NextAsync();
            }
        }
    }

    /// <summary>A control group with a memory limit, as a container runtime makes it: of version 1 or 2, whichever works here.</summary>
    private sealed class MemoryGroup : IDisposable
    {
        private static readonly (string Root, string File, bool Second)[] Versions =
            [("/sys/fs/cgroup/memory", "memory.limit_in_bytes", false), ("/sys/fs/cgroup", "memory.max", true)];

        private readonly string folder;
        private readonly bool second;

        private MemoryGroup(string folder, bool second) => (this.folder, this.second) = (folder, second);

        public string[] Wrapper => ["sh", "-c", $"echo $$ > {folder}/cgroup.procs && exec \"$@\"", "sh"];

        public long Peak => Number(second ? "memory.peak" : "memory.max_usage_in_bytes");

        public long Kills => File.ReadLines(Path.Combine(folder, second ? "memory.events" : "memory.oom_control"))
            .Select(line => line.Split(' '))
            .Where(parts => parts[0] == "oom_kill")
            .Sum(parts => long.Parse(parts[1], CultureInfo.InvariantCulture));

        public static MemoryGroup Create(long limit)
        {
            foreach (var (root, file, second) in Versions)
            {
                try
                {
                    var folder = Path.Combine(root, $"pricestream-{Guid.NewGuid():N}");
                    if (Directory.Exists(root))
                    {
                        Directory.CreateDirectory(folder);
                        File.WriteAllText(Path.Combine(folder, file), limit.ToString(CultureInfo.InvariantCulture));
                        return new(folder, second);
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // This version of control groups is not mounted, or not writable.
                }
            }

            Assert.Skip("a control group with a memory limit cannot be made here");
            return null!;
        }

        public override string ToString() => $"Peak with the system's file cache {Peak >> 20} MB of {Limit >> 20}; killed {Kills} times";

        public void Dispose()
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                // The system has not removed the last process yet.
            }
        }

        private long Number(string file) => long.Parse(File.ReadAllText(Path.Combine(folder, file)).Trim(), CultureInfo.InvariantCulture);
    }
}
