using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PriceStream.Benchmarks.Streams;

namespace PriceStream.Benchmarks;

/// <summary>A build of the site, and its page in a browser. The run steps the site's demo market.</summary>
internal sealed class PageSubject(string name, Site site, IBrowser browser) : IAsyncDisposable
{
    private static readonly string[] Metrics = ["TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration"];

    private readonly List<double[]> busy = [];
    private readonly List<double[]> idle = [];
    private ICDPSession devTools = null!;

    public IPage Page { get; private set; } = null!;

    /// <param name="dll">A built PriceStream.Web.dll; null for the one built beside this program.</param>
    public static async Task<PageSubject> StartAsync(string? dll, IBrowser browser)
    {
        var site = await Site.StartAsync(dll, ("Upstream__Mode", "Demo"), ("Upstream__PollSeconds", "3600"));
        var subject = new PageSubject(dll ?? "this build", site, browser);
        await subject.CommandAsync(new() { ["manual"] = true });
        return subject;
    }

    public async Task OpenAsync(string path)
    {
        await (Page?.Context.CloseAsync() ?? Task.CompletedTask);
        Page = await browser.NewPageAsync();
        await Page.GotoAsync($"http://127.0.0.1:{site.Port}/{path}");
        await Page.WaitForSelectorAsync("[data-state=live]");

        // In CPU time of the main thread, which other processes on the machine hardly affect.
        devTools = await Page.Context.NewCDPSessionAsync(Page);
        await devTools.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
    }

    public Task TradeAsync(int[] items)
    {
        var prices = items.Select(item => KeyValuePair.Create<string, JsonNode?>(
            item.ToString(CultureInfo.InvariantCulture),
            new JsonObject { ["high"] = Random.Shared.Next(100_000, 110_000), ["low"] = Random.Shared.Next(90_000, 99_000) }));
        return CommandAsync(new() { ["step"] = 60, ["set"] = new JsonObject(prices) });
    }

    /// <summary>Measures a second with a tick, and one without. In each of them the page updates its ages once.</summary>
    public async Task MeasureAsync(int[] items)
    {
        busy.Add(await SecondAsync(() => TradeAsync(items)));
        idle.Add(await SecondAsync(() => Task.CompletedTask));
    }

    /// <summary>Prints what was measured since the last report.</summary>
    public void Report(string what)
    {
        var costs = Metrics.Select((metric, index) =>
        {
            var (with, without) = (busy.Select(each => each[index]).Order().ToList(), idle.Select(each => each[index]).Order().ToList());
            var still = without[without.Count / 2];
            return $"{metric} p50 {with[with.Count / 2] - still:0.0} p99 {with[with.Count * 99 / 100] - still:0.0} "
                + $"(least {with[0] - still:0.0}; without a tick {still:0.0}) ms";
        });
        Console.WriteLine($"{what}, {name}: {string.Join(", ", costs)}");
        busy.Clear();
        idle.Clear();
    }

    public async Task<double> HeapMegabytesAsync()
    {
        await devTools.SendAsync("HeapProfiler.collectGarbage");
        return await Page.EvaluateAsync<double>("performance.memory.usedJSHeapSize / 1e6");
    }

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    private async Task CommandAsync(JsonObject command)
    {
        using var answer = await site.Http.PostAsJsonAsync(new Uri("demo/control", UriKind.Relative), command);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<double[]> SecondAsync(Func<Task> tick)
    {
        var before = await ReadAsync();
        await tick();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        var after = await ReadAsync();
        return [.. after.Zip(before, (to, from) => 1000 * (to - from))];
    }

    private async Task<double[]> ReadAsync()
    {
        var metrics = (await devTools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        return [.. Metrics.Select(name => metrics[name])];
    }
}
