using System.Text.Json;
using Microsoft.Playwright;
using PriceStream.E2E.Support;

namespace PriceStream.E2E.Pages;

/// <summary>The page of one item: its prices and its chart.</summary>
public sealed class ItemPage(Tab tab)
{
    private const string Chart = "Chart.getChart(document.querySelector('[data-testid=price-chart]'))";
    private const string Points = $"window.Chart && {Chart}?.data.datasets[line].data";

    public ILocator Canvas => tab.Page.GetByTestId("price-chart");

    public ILocator Readout => tab.Page.GetByTestId("chart-readout");

    /// <summary>The row of the newest price in the table under the chart.</summary>
    public ILocator TipRow => tab.Page.Locator("[data-testid=chart-data] tr[data-live=tip]");

    /// <summary>The rows of the buckets that the page made from prices of the stream.</summary>
    public ILocator LiveBucketRows => tab.Page.Locator("[data-testid=chart-data] tr[data-live=bucket]");

    /// <summary>All rows of the table under the chart.</summary>
    public ILocator ChartRows => tab.Page.Locator("[data-testid=chart-data] tbody tr");

    /// <summary>The notice that nobody has traded the item within the period.</summary>
    public ILocator NoTrades => tab.Page.GetByTestId("chart-empty");

    /// <summary>The notice that the item's history is being fetched.</summary>
    public ILocator FetchingHistory => tab.Page.GetByTestId("filling");

    /// <summary>How the margin is calculated.</summary>
    public ILocator Working => tab.Page.Locator("[data-field=working]");

    /// <param name="period">1h, 24h, 7d, 30d, 90d, 1y or all; null for the page's own choice.</param>
    public Task OpenAsync(int item, string? period = null) =>
        tab.Page.GotoAsync($"items/{item}" + (period is null ? "" : $"?period={period}"));

    /// <summary>The link that shows another period.</summary>
    public ILocator Period(string period) =>
        tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Period" }).GetByText(period, new() { Exact = true });

    /// <summary>The points that the chart draws now; none before the chart is ready.</summary>
    public async Task<IReadOnlyList<ChartPoint>> PointsAsync(ChartLine line)
    {
        var points = await tab.Page.EvaluateAsync<JsonElement>($"line => ({Points}) || []", (int)line);
        return
        [
            .. points.EnumerateArray().Select(point =>
                new ChartPoint(Time: point.GetProperty("x").GetInt64() / 1000, Value: point.GetProperty("y").GetInt64())),
        ];
    }

    /// <summary>Waits until the chart draws a point with this value.</summary>
    /// <param name="at">When its bucket starts or, at the tip, when the trade happened, in Unix seconds; null for any time.</param>
    public Task WaitForPointAsync(ChartLine line, long value, long? at = null) => WaitAsync(
        $"([line, value, at]) => ({Points})?.some(({{ x, y }}) => y === value && (at === null || x === at * 1000))",
        [(int)line, value, at],
        async () => $"The chart draws no {line} point of {value}{(at is null ? "" : $" at {at}")}. It draws:\n{await ListAsync(line)}");

    /// <summary>Waits until a line has this number of points.</summary>
    public Task WaitForPointCountAsync(ChartLine line, int count) => WaitAsync(
        $"([line, count]) => ({Points})?.length === count",
        [(int)line, count],
        async () => $"The chart does not draw {count} {line} points. It draws:\n{await ListAsync(line)}");

    /// <summary>For each point of a line, whether there is a gap between it and the point before it.</summary>
    public async Task<bool[]> GapsAsync(ChartLine line) =>
        await tab.Page.EvaluateAsync<bool[]>($"line => {Chart}.getDatasetMeta(line).data.map(point => !!point.stop)", (int)line);

    /// <summary>The Unix seconds at which the time axis starts and ends.</summary>
    public async Task<double[]> TimeAxisAsync() =>
        await tab.Page.EvaluateAsync<double[]>($"(({{ min, max }}) => [min / 1000, max / 1000])({Chart}.scales.x)");

    private async Task WaitAsync(string condition, object?[] argument, Func<Task<string>> explain)
    {
        try
        {
            await tab.Page.WaitForFunctionAsync(condition, argument, new() { Timeout = tab.Timeout });
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(await explain());
        }
    }

    private async Task<string> ListAsync(ChartLine line) => string.Join('\n', await PointsAsync(line));
}
