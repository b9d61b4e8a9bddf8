using static Microsoft.Playwright.Assertions;
using PriceStream.E2E.Pages;
using PriceStream.E2E.Support;
using PriceStream.Tests.Support;
using static PriceStream.E2E.Support.Items;

namespace PriceStream.E2E;

/// <summary>The site under a path of another site, behind a real nginx.</summary>
public sealed class PathBaseTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("")]
    [InlineData("/")] // nginx removes the prefix
    public async Task Under_a_path_the_pages_are_live_and_their_links_stay_under_it(string passedTo)
    {
        await using var site = await SiteProcess.StartAsync(
            ("Proxy__PathBase", "/prices"),
            ("Proxy__KnownNetworks", "127.0.0.1"),
            ("Upstream__PollSeconds", "60"));
        await site.HasPricesAsync();
        await using var proxy = await StartNginxAsync(site.Address, passedTo);
        var market = new DemoMarket(site.Http);
        await market.HoldAsync();
        await using var tab = await browser.OpenAsync(new Uri(proxy.Address, "prices/"), new() { IgnoreHTTPSErrors = true });

        await tab.Page.GotoAsync("");
        await tab.WaitForLiveAsync();
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Margin" }).ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(UnderPath("?sort=margin"));
        await tab.Page.Locator("tbody th a").First.ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/prices/items/\\d+/"));

        await tab.Page.GotoAsync("items/4151"); // redirects to the full address
        await Expect(tab.Page).ToHaveURLAsync(UnderPath("items/4151/abyssal-whip"));
        await tab.WaitForLiveAsync();
        await market.TradeAsync(Whip, high: 2_000_000, after: 60);
        await Expect(tab.Price(Whip, "high")).ToHaveTextAsync("2,000,000");
        await new ItemPage(tab).Period("7d").ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(UnderPath("items/4151/abyssal-whip?period=7d"));
        tab.AssertQuiet();

        string UnderPath(string rest) => new Uri(proxy.Address, "prices/" + rest).ToString();
    }

    private static Task<ProxyServer> StartNginxAsync(Uri site, string passedTo) =>
        ProxyServer.StartNginxAsync(proxy => $$"""
            server {
                listen 127.0.0.1:{{proxy.HttpsPort}} ssl http2;
                ssl_certificate fullchain.pem;
                ssl_certificate_key privkey.pem;
                location /prices/ {
                    proxy_http_version 1.1;
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_pass {{site.ToString().TrimEnd('/')}}{{passedTo}};
                }
            }
            """);
}
