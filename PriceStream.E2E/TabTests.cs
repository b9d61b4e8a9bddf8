using PriceStream.E2E.Support;

namespace PriceStream.E2E;

/// <summary>What a tab complains about, and what a test can excuse.</summary>
public sealed class TabTests(BrowserFixture browser)
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/");

    [Fact]
    public async Task A_tab_reports_its_complaints_in_full()
    {
        await using var tab = await browser.OpenAsync(Nowhere);
        var first = "the first error, " + new string('x', 2000);
        await LogErrorAsync(tab, first);
        await LogErrorAsync(tab, "the second error");

        var report = Assert.ThrowsAny<Exception>(tab.AssertQuiet).Message;

        Assert.Contains(first, report, StringComparison.Ordinal);
        Assert.Contains("the second error", report, StringComparison.Ordinal);
        tab.Excuse("error");
    }

    [Theory]
    [InlineData("Failed to load resource: the server responded with a status of 500 (Internal Server Error)")]
    [InlineData("Failed to load resource: net::ERR_CONNECTION_REFUSED_BY_POLICY")]
    [InlineData("Failed to fetch the chart")]
    [InlineData("TypeError: Failed to fetch")]
    [InlineData("htmx: htmx:error: TypeError: x is not a function")]
    [InlineData("Refused to connect because it violates the Content Security Policy")]
    public async Task Excusing_a_lost_server_excuses_no_other_error(string error)
    {
        await using var tab = await browser.OpenAsync(Nowhere);
        tab.ExcuseLostServer();

        await LogErrorAsync(tab, error);

        Assert.Contains(error, Assert.Single(tab.Complaints), StringComparison.Ordinal);
        tab.Excuse(error);
    }

    [Fact]
    public async Task Excusing_a_lost_server_excuses_a_refused_connection()
    {
        await using var tab = await browser.OpenAsync(Nowhere);
        tab.ExcuseLostServer();

        await LogErrorAsync(tab, "Failed to load resource: net::ERR_CONNECTION_REFUSED");

        Assert.Empty(tab.Complaints);
    }

    private static async Task LogErrorAsync(Tab tab, string error) => await tab.Page.RunAndWaitForConsoleMessageAsync(
        () => tab.Page.EvaluateAsync("text => console.error(text)", error));
}
