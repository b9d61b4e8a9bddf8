using Microsoft.Playwright;

namespace PriceStream.Benchmarks;

/// <summary>
/// The cost of a tick on the main thread of a browser: on the table with 50 changed rows, and on an item's page after 10,000 live points.
/// Several builds are compared in one run, a tick of each in turn.
/// </summary>
internal static class PageRun
{
    private const int Ticks = 60;
    private const int Item = 4151;
    private const string HeadlessShell = "/usr/bin/chromium-headless-shell";

    /// <param name="dlls">Builds to measure beside the one of this program.</param>
    public static async Task RunAsync(string[] dlls)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = File.Exists(HeadlessShell) ? HeadlessShell : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"],
        });
        var subjects = new List<PageSubject>();
        foreach (var dll in (string?[])[.. dlls, null])
        {
            subjects.Add(await PageSubject.StartAsync(dll, browser));
        }

        await TableAsync(subjects);
        await ChartAsync(subjects);
        foreach (var subject in subjects)
        {
            await subject.DisposeAsync();
        }
    }

    private static async Task TableAsync(List<PageSubject> subjects)
    {
        int[] items = [];
        foreach (var subject in subjects)
        {
            await subject.OpenAsync("");
            items = await subject.Page.EvaluateAsync<int[]>(
                "[...document.querySelectorAll('[data-field=high]')].map(cell => cell.dataset.item)");
        }

        await MeasureAsync(subjects, items, $"table, {items.Length} rows changed");
        await Task.WhenAll(subjects.Select(subject => MeasureShiftAsync(subject, items)));
    }

    // Layout shifts in five minutes with a tick every three seconds.
    private static async Task MeasureShiftAsync(PageSubject subject, int[] items)
    {
        await subject.Page.EvaluateAsync(
            "window.shifted = 0; new PerformanceObserver(list => { for (const shift of list.getEntries()) shifted += shift.value; })"
            + ".observe({ type: 'layout-shift' })");
        for (var tick = 0; tick < 100; tick++)
        {
            await subject.TradeAsync(items);
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        }

        Console.WriteLine($"table, layout shift in five minutes of ticks: {await subject.Page.EvaluateAsync<double>("shifted")}");
    }

    private static async Task ChartAsync(List<PageSubject> subjects)
    {
        foreach (var subject in subjects)
        {
            await subject.OpenAsync($"items/{Item}?period=1h");
            for (var point = 0; point < 5000; point++)
            {
                await subject.TradeAsync([Item]); // one on each side
            }
        }

        foreach (var period in (string[])["1h", "24h", "7d"])
        {
            foreach (var subject in subjects)
            {
                await subject.Page.EvaluateAsync($"document.querySelector('nav[aria-label=Period] a[href$=\"={period}\"]').click()");
                await subject.Page.WaitForSelectorAsync($"nav[aria-label=Period] a[aria-current=true][href$=\"={period}\"]");
            }

            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            await MeasureAsync(subjects, [Item], $"chart, {period}, live for 10,000 points");
            foreach (var subject in subjects)
            {
                Console.WriteLine($"    heap {await subject.HeapMegabytesAsync():0.0} MB");
            }
        }
    }

    private static async Task MeasureAsync(List<PageSubject> subjects, int[] items, string what)
    {
        for (var tick = 0; tick < Ticks; tick++)
        {
            foreach (var subject in subjects)
            {
                await subject.MeasureAsync(items);
            }
        }

        subjects.ForEach(subject => subject.Report(what));
    }
}
