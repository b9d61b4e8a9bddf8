using System.Text.Json;
using Microsoft.Playwright;

namespace PriceStream.E2E.Pages;

/// <summary>The page of one item.</summary>
public sealed class ItemPage(Tab tab)
{
    public ILocator Tip => tab.Page.Locator("[data-testid=chart-data] tr[data-live=tip]");

    public ILocator Empty => tab.Page.GetByTestId("chart-empty");

    public ILocator ChartRows => tab.Page.Locator("[data-testid=chart-data] tbody tr");

    public Task GoAsync(int item) => tab.Page.GotoAsync($"items/{item}");

    /// <summary>What the chart draws: the points of a line as Unix second and gp.</summary>
    /// <param name="line">0 instant-buy, 1 instant-sell, 2 live tip.</param>
    public async Task<List<(long Time, long Price)>> DrawnAsync(int line)
    {
        var points = await tab.Page.EvaluateAsync<JsonElement>(
            "line => Chart.getChart(document.querySelector('[data-testid=price-chart]')).data.datasets[line].data", line);
        return [.. points.EnumerateArray().Select(point => (point.GetProperty("x").GetInt64() / 1000, point.GetProperty("y").GetInt64()))];
    }
}
