using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PriceStream.Benchmarks.Streams;

namespace PriceStream.Benchmarks;

/// <summary>
/// The cost of a tick on the main thread of a browser: on the table with 50 changed rows, and on an item's page after 10,000 live points.
/// The run steps the demo market, and every tick arrives through the stream.
/// </summary>
internal static class PageRun
{
    private const int Ticks = 60;
    private const int Item = 4151;

    private static readonly string[] Metrics = ["TaskDuration", "ScriptDuration", "RecalcStyleDuration", "LayoutDuration"];

    public static async Task RunAsync()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"],
        });
        await using var site = await Site.StartAsync(("Upstream__Mode", "Demo"), ("Upstream__PollSeconds", "3600"));
        await CommandAsync(site, new() { ["manual"] = true });
        await TableAsync(browser, site);
        await ChartAsync(browser, site);
    }

    private static async Task TableAsync(IBrowser browser, Site site)
    {
        var page = await OpenAsync(browser, site, "");
        var items = await page.EvaluateAsync<int[]>("[...document.querySelectorAll('[data-field=high]')].map(cell => cell.dataset.item)");
        var devTools = await DevToolsAsync(page);
        Console.WriteLine($"table, {items.Length} rows changed: {await MeasureAsync(devTools, () => TradeAsync(site, items))}");

        // Layout shifts of five minutes with a tick every three seconds.
        await page.EvaluateAsync(
            "window.shifted = 0; new PerformanceObserver(list => { for (const shift of list.getEntries()) shifted += shift.value; })"
            + ".observe({ type: 'layout-shift' })");
        for (var tick = 0; tick < 100; tick++)
        {
            await TradeAsync(site, items);
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        }

        Console.WriteLine($"table, layout shift in five minutes of ticks: {await page.EvaluateAsync<double>("shifted")}");
        await page.Context.CloseAsync();
    }

    private static async Task ChartAsync(IBrowser browser, Site site)
    {
        var page = await OpenAsync(browser, site, $"items/{Item}?period=1h");
        for (var point = 0; point < 5000; point++)
        {
            await TradeAsync(site, [Item]); // one on each side
        }

        var devTools = await DevToolsAsync(page);
        foreach (var period in (string[])["1h", "24h", "7d"])
        {
            await page.EvaluateAsync($"document.querySelector('nav[aria-label=Period] a[href$=\"={period}\"]').click()");
            await page.WaitForSelectorAsync($"nav[aria-label=Period] a[aria-current=true][href$=\"={period}\"]");
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            var cost = await MeasureAsync(devTools, () => TradeAsync(site, [Item]));
            var drawn = await page.EvaluateAsync<int>("Chart.getChart(document.querySelector('canvas')).data.datasets[0].data.length");
            await devTools.SendAsync("HeapProfiler.collectGarbage");
            var heap = await page.EvaluateAsync<double>("performance.memory.usedJSHeapSize / 1e6");
            Console.WriteLine($"chart, {period}, live for 10,000 points, {drawn} a line drawn: {cost}; heap {heap:0.0} MB");
        }

        await page.Context.CloseAsync();
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, Site site, string path)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"http://127.0.0.1:{site.Port}/{path}");
        await page.WaitForSelectorAsync("[data-state=live]");
        return page;
    }

    private static Task TradeAsync(Site site, int[] items)
    {
        var prices = items.Select(item => KeyValuePair.Create<string, JsonNode?>(
            item.ToString(CultureInfo.InvariantCulture),
            new JsonObject { ["high"] = Random.Shared.Next(100_000, 110_000), ["low"] = Random.Shared.Next(90_000, 99_000) }));
        return CommandAsync(site, new() { ["step"] = 60, ["set"] = new JsonObject(prices) });
    }

    private static async Task CommandAsync(Site site, JsonObject command)
    {
        using var answer = await site.Http.PostAsJsonAsync(new Uri("demo/control", UriKind.Relative), command);
        answer.EnsureSuccessStatusCode();
    }

    // In CPU time of the main thread, which other processes on the machine hardly affect.
    private static async Task<ICDPSession> DevToolsAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        return devTools;
    }

    // A second with a tick, and one without. In each of them the page updates its ages once.
    private static async Task<string> MeasureAsync(ICDPSession devTools, Func<Task> tick)
    {
        List<double[]> busy = [], idle = [];
        for (var count = 0; count < Ticks; count++)
        {
            busy.Add(await SecondAsync(devTools, tick));
            idle.Add(await SecondAsync(devTools, () => Task.CompletedTask));
        }

        return string.Join(", ", Metrics.Select((name, index) =>
        {
            var (with, without) = (busy.Select(each => each[index]).Order().ToList(), idle.Select(each => each[index]).Order().ToList());
            var still = without[Ticks / 2];
            return $"{name} p50 {with[Ticks / 2] - still:0.0} p99 {with[Ticks * 99 / 100] - still:0.0} "
                + $"(least {with[0] - still:0.0}; without a tick {still:0.0}) ms";
        }));
    }

    private static async Task<double[]> SecondAsync(ICDPSession devTools, Func<Task> tick)
    {
        var before = await ReadAsync(devTools);
        await tick();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        var after = await ReadAsync(devTools);
        return [.. after.Zip(before, (to, from) => 1000 * (to - from))];
    }

    private static async Task<double[]> ReadAsync(ICDPSession devTools)
    {
        var metrics = (await devTools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        return [.. Metrics.Select(name => metrics[name])];
    }
}
