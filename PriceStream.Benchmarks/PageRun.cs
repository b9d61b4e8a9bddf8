using Microsoft.Playwright;
using PriceStream.Benchmarks.Streams;

namespace PriceStream.Benchmarks;

/// <summary>What a tick costs the main thread of a browser: on the table with 50 changed rows, and on an item's page that has been live for 10,000 points.</summary>
internal static class PageRun
{
    private const int Ticks = 30;

    // Ticks as the stream brings them, one a minute.
    private const string Prepare = """
        () => {
          const stream = document.querySelector('[data-stream]');
          const send = (name, data) => htmx.trigger(stream, name, { data: JSON.stringify(data) });
          let time = Math.floor(Date.now() / 1000), price = 1000;
          window.tick = () => {
            time += 60;
            price += Math.round(Math.random() * 20 - 10);
            send('price-update', { item_id: 7, high: price, high_time: time, low: price - 20, low_time: time });
            send('feed', { ts: time, polled_at: time });
          };
          for (let count = 0; count < 5000; count++) tick();
        }
        """;

    // Until what came is drawn and painted.
    private const string Frames = "async () => { for (let frames = 0; frames < 4; frames++) await new Promise(requestAnimationFrame); }";

    public static async Task RunAsync()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"],
        });
        await using var source = await SourceStandIn.StartAsync();
        await TableAsync(browser, source);
        await ChartAsync(browser, source);
    }

    private static async Task TableAsync(IBrowser browser, SourceStandIn source)
    {
        await using var site = await Site.StartAsync(("Upstream__BaseAddress", source.BaseAddress), ("Upstream__PollSeconds", "1"));
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"http://127.0.0.1:{site.Port}/");
        await page.WaitForSelectorAsync("[data-state=live]");
        var devTools = await DevToolsAsync(page);
        foreach (var percent in (int[])[100, 0])
        {
            source.Percent = percent;
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
            var measured = await MeasureAsync(devTools, () => Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System));
            Console.WriteLine($"table, {percent} % of 50 rows changed, a second with one tick: {measured}");
        }

        await page.Context.CloseAsync();
    }

    private static async Task ChartAsync(IBrowser browser, SourceStandIn source)
    {
        await using var site = await Site.StartAsync(("Upstream__BaseAddress", source.BaseAddress), ("Upstream__PollSeconds", "86400"));
        foreach (var period in (string[])["1h", "24h", "7d"])
        {
            var page = await browser.NewPageAsync();
            await page.GotoAsync($"http://127.0.0.1:{site.Port}/items/7?period={period}");
            await page.WaitForFunctionAsync("() => window.Chart?.getChart(document.querySelector('canvas'))?.data.datasets[2].data.length");
            var devTools = await DevToolsAsync(page);
            await page.EvaluateAsync(Prepare);
            await page.EvaluateAsync(Frames);
            var idle = await MeasureAsync(devTools, () => page.EvaluateAsync(Frames));
            var busy = await MeasureAsync(devTools, async () =>
            {
                await page.EvaluateAsync("tick()");
                await page.EvaluateAsync(Frames);
            });
            var drawn = await page.EvaluateAsync<int>("Chart.getChart(document.querySelector('canvas')).data.datasets[0].data.length");
            var heap = await page.EvaluateAsync<double>("performance.memory.usedJSHeapSize / 1e6");
            Console.WriteLine($"chart, {period}, 10,000 points kept, {drawn} a line drawn: a tick {busy}; without one {idle}; heap {heap:0.0} MB");
            await page.Context.CloseAsync();
        }
    }

    // In processor time of the main thread: other work on the machine does not count.
    private static async Task<ICDPSession> DevToolsAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        return devTools;
    }

    private static async Task<string> MeasureAsync(ICDPSession devTools, Func<Task> tick)
    {
        var ticks = new List<Dictionary<string, double>>();
        for (var count = 0; count < Ticks; count++)
        {
            var before = await MetricsAsync(devTools);
            await tick();
            ticks.Add((await MetricsAsync(devTools)).ToDictionary(metric => metric.Key, metric => 1000 * (metric.Value - before[metric.Key])));
        }

        return string.Join(", ", ticks[0].Keys.Select(name =>
        {
            var ordered = ticks.Select(each => each[name]).Order().ToList();
            return $"{name} {ordered[Ticks / 2]:0.0} ({ordered[Ticks * 95 / 100]:0.0}) ms";
        }));
    }

    private static async Task<Dictionary<string, double>> MetricsAsync(ICDPSession devTools) =>
        (await devTools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .Where(metric => metric.GetProperty("name").GetString() is "TaskDuration" or "ScriptDuration" or "LayoutDuration" or "RecalcStyleDuration")
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
}
