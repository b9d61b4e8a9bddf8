using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PriceStream.Tests.Support;
using PriceStream.Web.Items.Icons;

namespace PriceStream.Tests.Pages;

/// <summary>Pictures of items: none by default, from the wiki where that is allowed.</summary>
public sealed class IconTests
{
    [Fact]
    public async Task By_default_a_page_loads_no_picture_from_elsewhere_and_draws_a_coin()
    {
        await using var app = await AppFactory.StartWithPricesAsync();

        Assert.Contains("; img-src 'self' data:; ", await PolicyAsync(app), StringComparison.Ordinal);
        foreach (var path in (string[])["", "items/4151"])
        {
            var page = await app.GetPageAsync(path);
            Assert.Null(page.QuerySelector("img"));
            var icon = page.QuerySelector(":has(> a[href*='/abyssal-whip']) > span.icon[aria-hidden=true], .item-head > span.icon")!;
            Assert.Equal("A", icon.GetAttribute("data-letter"));
        }

        await AssertFetchesNothingAsync(app);
    }

    [Theory]
    [InlineData("Abyssal whip.png", "Abyssal_whip.png")]
    [InlineData("Ahrim's hood.png", "Ahrim%27s_hood.png")]
    [InlineData("Dragon dagger(p++).png", "Dragon_dagger%28p%2B%2B%29.png")]
    [InlineData("Salt & pepper.png", "Salt_%26_pepper.png")]
    [InlineData("Rosé wine 100%?#.png", "Ros%C3%A9_wine_100%25%3F%23.png")]
    public async Task In_Wiki_mode_pictures_come_from_the_wiki_and_nowhere_else(string icon, string file)
    {
        await using var app = await AppFactory.StartAsync(("Icons:Mode", "Wiki"));
        app.Upstream.Mapping[1]!["icon"] = icon;
        await app.RefreshCatalogueAsync();
        await app.PollAsync();

        Assert.Contains("; img-src 'self' data: https://oldschool.runescape.wiki; ", await PolicyAsync(app), StringComparison.Ordinal);
        foreach (var path in (string[])["?search=whip", "items/4151"])
        {
            var picture = (await app.GetPageAsync(path)).QuerySelector("img.icon")!;
            Assert.Equal("https://oldschool.runescape.wiki/images/" + file, picture.GetAttribute("src"));
            Assert.Equal(("", "32", "32"), (picture.GetAttribute("alt"), picture.GetAttribute("width"), picture.GetAttribute("height")));
        }

        await AssertFetchesNothingAsync(app);
    }

    private static async Task AssertFetchesNothingAsync(AppFactory app)
    {
        Assert.Empty(app.Services.GetServices<IHostedService>().OfType<IconFetcher>());
        using var picture = await app.Http.GetAsync(new Uri("icons/4151", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
    }

    private static async Task<string> PolicyAsync(AppFactory app)
    {
        using var answer = await app.Http.GetAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);
        return Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
    }
}
