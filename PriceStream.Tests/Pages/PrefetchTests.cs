using PriceStream.Tests.Support;
using PriceStream.Web.History.Import;

namespace PriceStream.Tests.Pages;

/// <summary>A browser prefetches pages that nobody may open.</summary>
public sealed class PrefetchTests
{
    [Fact]
    public async Task A_prefetched_page_asks_the_source_for_nothing_until_somebody_opens_it()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        var chart = await ChartAsync(app, "prefetch", part: false);
        await app.RunAsync<ItemBackfillJob>();
        Assert.DoesNotContain(app.Upstream.Requests, request => request.Path.EndsWith("timeseries", StringComparison.Ordinal));
        Assert.Contains("every 2s", chart, StringComparison.Ordinal);

        await ChartAsync(app, purpose: null, part: true);
        await app.RunAsync<ItemBackfillJob>();
        Assert.Contains(app.Upstream.Requests, request => request.Path.EndsWith("timeseries", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?preset=flipping&max_price=1m", "?preset=flipping&max_price=1m", "‹ Back to the list")]
    [InlineData("", "", "‹ All items")]
    [InlineData("columns", "", "‹ All items")]
    public async Task An_item_leads_back_to_the_list_that_the_visitor_came_from(string from, string back, string text)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        app.Http.DefaultRequestHeaders.Referrer = new(app.Http.BaseAddress!, from);
        var link = (await app.GetPageAsync("items/4151/abyssal-whip")).QuerySelector("nav.back a")!;
        Assert.Equal((back, text), (link.GetAttribute("href"), link.TextContent));
    }

    private static async Task<string> ChartAsync(AppFactory app, string? purpose, bool part)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("items/4151/abyssal-whip", UriKind.Relative));
        request.Headers.Add("Sec-Purpose", purpose);
        request.Headers.Add("HX-Request-Type", part ? "partial" : null);
        using var answer = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
