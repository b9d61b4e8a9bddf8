using System.Text.Json;
using Microsoft.Playwright;
using PriceStream.E2E.Support;

namespace PriceStream.E2E.Pages;

/// <summary>The page of one item.</summary>
public sealed class ItemPage(Tab tab)
{
    public ILocator Canvas => tab.Page.GetByTestId("price-chart");

    public ILocator Readout => tab.Page.GetByTestId("chart-readout");

    public ILocator Tip => tab.Page.Locator("[data-testid=chart-data] tr[data-live=tip]");

    /// <summary>The rows of the buckets that were made live.</summary>
    public ILocator LiveBuckets => tab.Page.Locator("[data-testid=chart-data] tr[data-live=bucket]");

    public ILocator Empty => tab.Page.GetByTestId("chart-empty");

    public ILocator Filling => tab.Page.GetByTestId("filling");

    public ILocator ChartRows => tab.Page.Locator("[data-testid=chart-data] tbody tr");

    public ILocator Period(string period) =>
        tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Period" }).GetByText(period, new() { Exact = true });

    public Task GoAsync(int item, string? period = null) =>
        tab.Page.GotoAsync($"items/{item}" + (period is null ? "" : $"?period={period}"));

    /// <summary>What the chart draws: the points of a line as Unix second and gp.</summary>
    /// <param name="line">0 instant-buy, 1 instant-sell, 2 live tip, 3 volume.</param>
    public async Task<List<(long Time, long Price)>> DrawnAsync(int line)
    {
        var points = await tab.Page.EvaluateAsync<JsonElement>(
            "line => Chart.getChart(document.querySelector('[data-testid=price-chart]'))?.data.datasets[line].data ?? []", line);
        return [.. points.EnumerateArray().Select(point => (point.GetProperty("x").GetInt64() / 1000, point.GetProperty("y").GetInt64()))];
    }

    /// <summary>Whether a point of a line is not joined to the one before it.</summary>
    public async Task<bool[]> HolesAsync(int line) => await tab.Page.EvaluateAsync<bool[]>(
        "line => Chart.getChart(document.querySelector('[data-testid=price-chart]')).getDatasetMeta(line).data.map(point => !!point.stop)",
        line);

    /// <summary>The Unix seconds at which the time axis begins and ends.</summary>
    public async Task<double[]> AxisAsync() => await tab.Page.EvaluateAsync<double[]>(
        "(({ min, max }) => [min / 1000, max / 1000])(Chart.getChart(document.querySelector('[data-testid=price-chart]')).scales.x)");

    /// <summary>Waits for the chart to draw so many points of a line.</summary>
    public async Task DrawsAsync(int line, int count) => await tab.Page.WaitForFunctionAsync(
        "([line, count]) => window.Chart?.getChart(document.querySelector('[data-testid=price-chart]'))"
            + "?.data.datasets[line].data.length === count",
        new[] { line, count });
}
