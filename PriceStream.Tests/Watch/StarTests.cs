using System.Net;
using AngleSharp.Dom;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Watch;

/// <summary>The star of an item puts it on the reader's own list, and takes it off again.</summary>
public sealed class StarTests
{
    private const string Whip = "button[name=watch][value='4151']";

    [Theory]
    [InlineData("", "/")]
    [InlineData("?preset=all&search=whip", "/?preset=all&search=whip")]
    [InlineData("items/4151/abyssal-whip?period=1h", "/items/4151/abyssal-whip?period=1h")]
    public async Task A_star_is_pressed_and_released_and_leads_back_to_its_page(string path, string back)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        using var answer = await reader.PressAsync(path, Whip);
        Assert.Equal((HttpStatusCode.SeeOther, back), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Equal("4151", reader.List);
        Assert.Equal("true", (await reader.OpenAsync(path)).QuerySelector(Whip)!.GetAttribute("aria-pressed"));

        using var again = await reader.PressAsync(path, Whip);
        Assert.Equal((HttpStatusCode.SeeOther, back), (again.StatusCode, again.Headers.Location!.OriginalString));
        Assert.Null(reader.List);
        Assert.Equal("false", (await reader.OpenAsync(path)).QuerySelector(Whip)!.GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task The_cookie_has_ids_and_nothing_else_and_lives_a_year()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList("2");
        using var answer = await reader.PressAsync("", Whip);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("ps_watch=", StringComparison.Ordinal));
        Assert.Equal("ps_watch=2.4151; max-age=31536000; path=/; samesite=lax", cookie);
    }

    [Fact]
    public async Task Below_a_path_and_over_HTTPS_the_cookie_is_secure_and_for_that_path()
    {
        await using var app = await AppFactory.StartWithPricesAsync(
            ("Proxy:PathBase", "/prices"), ("Proxy:KnownNetworks", "127.0.0.1"));
        using var reader = new Reader(app);
        reader.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.1");
        reader.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        reader.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await reader.Http.PostAsync(
            new Uri("prices/watch", UriKind.Relative),
            new FormUrlEncodedContent([new("watch", "4151"), new("do", "add")]), TestContext.Current.CancellationToken);
        Assert.Equal("/prices/watch", answer.Headers.Location!.OriginalString);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("ps_watch=", StringComparison.Ordinal));
        Assert.Equal("ps_watch=4151; max-age=31536000; path=/prices; secure; samesite=lax", cookie);
    }

    [Fact]
    public async Task Htmx_gets_the_star_alone_and_the_same_twice_is_the_same_once()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        var page = await reader.OpenAsync("");
        for (var press = 0; press < 2; press++)
        {
            using var answer = await reader.SendAsync("", page.GetElementById("star")!, page.QuerySelector(Whip)!, htmx: "true");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var part = (await Reader.DocumentOf(answer)).QuerySelector("hx-partial")!;
            Assert.Equal("#star-4151", part.GetAttribute("hx-target"));
            Assert.Equal(("true", "unstar"), Star(part.QuerySelector(Whip)!));
            Assert.Equal("4151", reader.List);
        }

        static (string?, string?) Star(IElement star) => (star.GetAttribute("aria-pressed"), star.GetAttribute("form"));
    }

    [Fact]
    public async Task The_201st_says_that_the_list_is_full()
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList(string.Join('.', Enumerable.Range(10_000, 200)));
        using var answer = await reader.PressAsync("", Whip);
        var page = await reader.OpenAsync(answer.Headers.Location!.OriginalString);
        var notice = page.QuerySelector("[data-testid=watch-full]")!.TextContent;
        Assert.Contains("a list has at most 200 items", notice, StringComparison.Ordinal);

        using var part = await reader.PressAsync("", Whip, htmx: "true");
        Assert.Contains("Your list is full", (await Reader.DocumentOf(part)).Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("4151", reader.List!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example/x")]
    [InlineData("http://{host}//evil.example")]
    [InlineData("not an address")]
    public async Task A_form_never_leads_to_another_site(string referrer)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        var page = await reader.OpenAsync("");
        reader.Http.DefaultRequestHeaders.TryAddWithoutValidation(
            "Referer", referrer.Replace("{host}", app.Http.BaseAddress!.Authority, StringComparison.Ordinal));
        using var answer = await reader.Http.PostAsync(new Uri("watch", UriKind.Relative), new FormUrlEncodedContent(
        [
            new("watch", "4151"), new("do", "add"),
            new("__RequestVerificationToken", page.QuerySelector("#star input")!.GetAttribute("value")!),
        ]), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.SeeOther, "/watch"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData(false, "4151", "add", 400, "the page was too old")]
    [InlineData(true, "abc", "add", 400, "up to 200 positive integers")]
    [InlineData(true, "0", "remove", 400, "up to 200 positive integers")]
    [InlineData(true, "", "add", 400, "no item was chosen")]
    [InlineData(true, "4151", "explode", 400, "one of add, remove")]
    [InlineData(true, "999999", "add", 404, "no such item")]
    public async Task A_wrong_form_changes_nothing_and_says_why(bool hasToken, string id, string action, int status, string reason)
    {
        await using var app = await AppFactory.StartWithPricesAsync();
        using var reader = new Reader(app);
        reader.SetList("2");
        var token = (await reader.OpenAsync("")).QuerySelector("#star input")!.GetAttribute("value")!;
        using var answer = await reader.Http.PostAsync(new Uri("watch", UriKind.Relative), new FormUrlEncodedContent(
        [
            new("watch", id), new("do", action), new("__RequestVerificationToken", hasToken ? token : "x"),
        ]), TestContext.Current.CancellationToken);
        Assert.Equal((status, "2"), ((int)answer.StatusCode, reader.List));
        var error = (await Reader.DocumentOf(answer)).QuerySelector("[data-testid=watch-error]")!;
        Assert.Contains(reason, error.TextContent, StringComparison.Ordinal);
    }
}
