using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;

namespace PriceStream.E2E;

/// <summary>A page of another origin in a browser reads the API and the stream, and nothing else.</summary>
public sealed class CrossOriginTests(BrowserFixture browser)
{
    private static readonly string[] Closed = ["", "items/4151/abyssal-whip", "admin", "admin/login", "demo/control", "health/ready"];

    [Fact]
    public async Task A_page_of_another_origin_reads_the_API_its_errors_and_the_stream()
    {
        await using var app = await StartAsync();
        await using var tab = await OpenStrangerAsync(app);
        tab.Excuse("404");

        Assert.True(await EvaluateAsync<long>(tab, app, """
            async site => (await (await fetch(site + 'api/v1/prices/current/4151')).json()).data.high
            """) > 0);
        Assert.Equal(404, await EvaluateAsync<int>(tab, app, "async site => (await fetch(site + 'api/v1/items/999999')).status"));
        Assert.StartsWith("W/", await EvaluateAsync<string>(tab, app, """
            async site => (await fetch(site + 'api/v1/prices/history/4151', { method: 'HEAD' })).headers.get('ETag')
            """));
        Assert.Equal("EVENTS", await EvaluateAsync<string>(tab, app, """
            site => new Promise(resolve => {
              const source = new EventSource(site + 'api/v1/prices/stream?items=4151');
              source.addEventListener('connected', () => { source.close(); resolve('EVENTS'); });
            })
            """));
        // A polyfill sends the header itself, which takes a preflight.
        Assert.Equal(200, await EvaluateAsync<int>(tab, app, """
            async site => {
              const end = new AbortController();
              const headers = { 'Last-Event-ID': '1-1' };
              const { status } = await fetch(site + 'api/v1/prices/stream?items=4151', { headers, signal: end.signal });
              end.abort();
              return status;
            }
            """));
    }

    [Fact]
    public async Task A_page_of_another_origin_reads_no_page_and_nothing_of_the_administrator_or_the_tester()
    {
        await using var app = await StartAsync();
        await using var tab = await OpenStrangerAsync(app);
        tab.Excuse("CORS");
        tab.Excuse("net::ERR_FAILED");
        tab.Excuse("405");
        foreach (var path in Closed)
        {
            Assert.Equal("TypeError", await EvaluateAsync<string>(tab, app, $$"""
                site => fetch(site + '{{path}}').then(answer => answer.status, error => error.name)
                """));
        }

        // Not even by a request that changes something.
        Assert.Equal("TypeError", await EvaluateAsync<string>(tab, app, """
            site => fetch(site + 'demo/control', {
              method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"step":1}',
            }).then(answer => answer.status, error => error.name)
            """));
    }

    private static Task<AppFactory> StartAsync() =>
        Arrange.StartAsync(("Upstream:Mode", "Demo"), ("Admin:PasswordHash", PasswordHash.Of("correct horse battery").ToString()));

    // The upstream stands in for any other server.
    private async Task<Tab> OpenStrangerAsync(AppFactory app)
    {
        const string Page = """<!DOCTYPE html><html lang="en"><title>Stranger</title><link rel="icon" href="data:,"></html>""";
        app.Upstream.Overrides["page"] = FakeUpstream.Text(Page, "text/html");
        var tab = await browser.OpenAsync(app.Http.BaseAddress!);
        await tab.Page.GotoAsync(app.Upstream.Address + "page");
        return tab;
    }

    private static Task<T> EvaluateAsync<T>(Tab tab, AppFactory app, string script) =>
        tab.Page.EvaluateAsync<T>(script, app.Http.BaseAddress!.ToString());
}
