using Microsoft.Playwright;
using PriceStream.Benchmarks.Streams;

namespace PriceStream.Benchmarks;

/// <summary>What a tick costs the main thread of a browser: on the table with 50 changed rows, and on an item's page that has been live for 10,000 points.</summary>
internal static class PageRun
{
    private const int Ticks = 40;

    // A tick as the stream brings it, and the draw that follows: its own time, between two callbacks of the same frame.
    private const string ChartTicks = """
        async ticks => {
          const stream = document.querySelector('[data-stream]'), frame = () => new Promise(requestAnimationFrame);
          const send = (name, data) => htmx.trigger(stream, name, { data: JSON.stringify(data) });
          let time = Math.floor(Date.now() / 1000), price = 1000;
          const tick = () => {
            time += 60;
            price += Math.round(Math.random() * 20 - 10);
            send('price-update', { item_id: 7, high: price, high_time: time, low: price - 20, low_time: time });
          };
          const feed = () => send('feed', { ts: time, polled_at: time });
          for (let count = 0; count < 5000; count++) tick();
          feed();
          const times = [];
          for (let count = 0; count < ticks; count++) {
            for (let frames = 0; frames < 6; frames++) await frame();
            let before, after;
            const drawn = new Promise(resolve => {
              requestAnimationFrame(() => before = performance.now());
              const start = performance.now();
              tick();
              feed();
              const handled = performance.now() - start;
              requestAnimationFrame(() => { after = performance.now(); resolve(after - before + handled); });
            });
            times.push(await drawn);
          }
          return times;
        }
        """;

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
        await using var site = await Site.StartAsync(("Upstream__BaseAddress", source.BaseAddress), ("Upstream__PollSeconds", "2"));
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"http://127.0.0.1:{site.Port}/");
        await page.WaitForSelectorAsync("[data-state=live]");
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Performance.enable");
        foreach (var percent in (int[])[100, 0])
        {
            source.Percent = percent;
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            var ticks = new List<Dictionary<string, double>>();
            var before = await MetricsAsync(devTools);
            for (var tick = 0; tick < Ticks; tick++)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
                var after = await MetricsAsync(devTools);
                ticks.Add(after.ToDictionary(metric => metric.Key, metric => metric.Value - before[metric.Key]));
                before = after;
            }

            Console.WriteLine($"table, {percent} % of the rows changed, two seconds of the main thread: "
                + string.Join(", ", ticks[0].Keys.Select(name => $"{name} {Told(ticks.Select(tick => tick[name]))}")));
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
            var times = await page.EvaluateAsync<double[]>(ChartTicks, 300);
            var drawn = await page.EvaluateAsync<int>("Chart.getChart(document.querySelector('canvas')).data.datasets[0].data.length");
            var heap = await page.EvaluateAsync<double>("performance.memory.usedJSHeapSize / 1e6");
            Console.WriteLine($"chart, {period}, 10,000 points kept, {drawn} a line drawn: {Told(times.Select(time => time / 1000))}; heap {heap:0.0} MB");
            await page.Context.CloseAsync();
        }
    }

    private static string Told(IEnumerable<double> seconds)
    {
        var ordered = seconds.Order().ToList();
        return $"{1000 * ordered[ordered.Count / 2]:0.0} ({1000 * ordered[ordered.Count * 95 / 100]:0.0}) ms";
    }

    private static async Task<Dictionary<string, double>> MetricsAsync(ICDPSession devTools)
    {
        var answer = (await devTools.SendAsync("Performance.getMetrics"))!.Value;
        return answer.GetProperty("metrics").EnumerateArray()
            .Where(metric => metric.GetProperty("name").GetString() is "TaskDuration" or "ScriptDuration" or "LayoutDuration" or "RecalcStyleDuration")
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
    }
}
