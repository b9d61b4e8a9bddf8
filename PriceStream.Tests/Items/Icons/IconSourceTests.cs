using Microsoft.AspNetCore.Http;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Items.Icons;

/// <summary>A picture source that is slow, gone, lies or asks to be left alone costs a coin, never a page.</summary>
public sealed class IconSourceTests
{
    private static readonly byte[] Html = "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray();
    private static readonly byte[] Svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray();
    private static readonly byte[] Large = [.. FakeIcons.Png, .. new byte[(64 << 10) + 1 - FakeIcons.Png.Length]];

    public static TheoryData<string, byte[], string?> Lies => new()
    {
        { "HTML", Html, "text/html" },
        { "HTML as PNG", Html, "image/png" },
        { "SVG", Svg, "image/svg+xml" },
        { "SVG as PNG", Svg, "image/png" },
        { "PNG as HTML", FakeIcons.Png, "text/html" },
        { "PNG as GIF", FakeIcons.Png, "image/gif" },
        { "PNG without a type", FakeIcons.Png, null },
        { "nothing", [], "image/png" },
        { "a byte over 64 KiB", Large, "image/png" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task What_is_no_small_picture_is_neither_kept_nor_served_nor_asked_for_again(string what, byte[] body, string? type)
    {
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = FakeIcons.Sends(body, type);
        await site.ViewAsync(4151);
        await site.ViewAsync(4151);

        Assert.Equal("image/svg+xml", await site.TypeAsync(4151));
        Assert.Single(site.Source.Requests);
        Assert.False(Directory.Exists(site.Folder), what);
        var line = Assert.Single(Warnings(site));
        Assert.Contains("The picture of Abyssal whip was refused: the picture source", line, StringComparison.Ordinal);

        site.Source.Answer = FakeIcons.Sends(FakeIcons.Png, "image/png");
        await site.ViewAsync(2); // one refused picture does not hold up the others
        Assert.Equal("image/png", await site.TypeAsync(2));
        site.App.Clock.Advance(TimeSpan.FromHours(25));
        await site.ViewAsync(4151);
        Assert.Equal("image/png", await site.TypeAsync(4151));
    }

    [Fact]
    public async Task GIF_WebP_and_exactly_64_KiB_are_served_as_what_they_are()
    {
        await using var site = await IconSite.StartAsync();
        foreach (var (id, body, type) in ((int, byte[], string)[])
            [(2, FakeIcons.Gif, "image/gif"), (4151, FakeIcons.Webp, "image/webp"), (1511, Large[..^1], "image/png")])
        {
            site.Source.Answer = FakeIcons.Sends(body, type);
            await site.ViewAsync(id);
            Assert.Equal(type, await site.TypeAsync(id));
        }
    }

    [Fact]
    public async Task Of_20_MB_no_more_than_a_picture_is_read()
    {
        await using var site = await IconSite.StartAsync();
        var sent = 0L;
        site.Source.Answer = async context =>
        {
            context.Response.ContentType = "image/png";
            var block = new byte[1 << 20];
            FakeIcons.Png.CopyTo(block, 0);
            for (var count = 0; count < 20; count++)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
                Interlocked.Add(ref sent, block.Length);
            }
        };
        await site.ViewAsync(4151);
        await Eventually.TrueAsync(() => site.Source.Answering == 0, "the answer has been cut");

        Assert.InRange(Interlocked.Read(ref sent), 0, 10 << 20); // the sockets' buffers hold a part
        Assert.Contains("sent a picture of over 64 KiB", Assert.Single(Warnings(site)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_do_not_wait_for_a_source_that_never_answers_and_it_is_asked_for_two_at_once()
    {
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = site.Source.HangAsync;
        int[] items = [2, 4151, 1511];
        foreach (var id in items)
        {
            Assert.Equal("image/svg+xml", await site.TypeAsync(id)); // at once: the clock stands still
        }

        await Eventually.TrueAsync(() => site.Source.Answering == 2, "two requests are open");
        await site.App.GetPageAsync("");
        Assert.Equal(2, site.Source.Requests.Count);
        site.App.Clock.Advance(TimeSpan.FromSeconds(11));
        await site.IdleAsync();

        Assert.Equal((2, 2), (site.Source.MostAtOnce, site.Source.Requests.Count)); // the third was dropped when the outage began
        Assert.Contains("did not answer within 10 s", Assert.Single(Warnings(site)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failure_the_source_is_left_alone_for_longer_each_time_and_the_log_says_so_once()
    {
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = FakeIcons.Sends([], null, status: 500);
        foreach (var minutes in (int[])[1, 2, 4])
        {
            var before = site.Source.Requests.Count;
            await site.ViewAsync(4151);
            Assert.Equal(before + 1, site.Source.Requests.Count);
            site.App.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await site.ViewAsync(2);
            Assert.Equal(before + 1, site.Source.Requests.Count);
            site.App.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        site.Source.Answer = FakeIcons.Sends(FakeIcons.Png, "image/png");
        await site.ViewAsync(4151);
        Assert.Equal("image/png", await site.TypeAsync(4151));
        Assert.Contains(
            "Pictures of items are not being fetched: the picture source answered 500. ", Assert.Single(Warnings(site)), StringComparison.Ordinal);
        Assert.Single(site.App.Log.All, line => line.EndsWith("Pictures of items are being fetched again", StringComparison.Ordinal));
        var metrics = await site.App.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Matches(@"(?m)^pricestream_items_icon_fetches_total\{[^}]*result=""failed""[^}]*\} 3 ", metrics);
        Assert.Matches(@"(?m)^pricestream_items_icon_fetches_total\{[^}]*result=""stored""[^}]*\} 1 ", metrics);
        Assert.Matches(@"(?m)^pricestream_items_icons\{[^}]*\} 1 ", metrics);
    }

    [Fact]
    public async Task A_Retry_After_is_obeyed()
    {
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "1800";
            return Task.CompletedTask;
        };
        await site.ViewAsync(4151);
        site.App.Clock.Advance(TimeSpan.FromSeconds(1799));
        await site.ViewAsync(4151);
        Assert.Single(site.Source.Requests);
        site.App.Clock.Advance(TimeSpan.FromSeconds(1));
        await site.ViewAsync(4151);
        Assert.Equal(2, site.Source.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_is_followed_on_the_same_host_and_to_no_other()
    {
        await using var other = await FakeIcons.StartAsync();
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = context =>
        {
            var path = context.Request.Path.Value!;
            var isTarget = path.EndsWith("/real.png", StringComparison.Ordinal);
            var target = path.EndsWith("/Cannonball.png", StringComparison.Ordinal) ? "/images/real.png" : other.Address + "real.png";
            return isTarget ? FakeIcons.Sends(FakeIcons.Png, "image/png")(context) : Redirect(context, target);
        };
        await site.ViewAsync(2);
        await site.ViewAsync(4151);

        Assert.Equal(("image/png", "image/svg+xml"), (await site.TypeAsync(2), await site.TypeAsync(4151)));
        Assert.Empty(other.Requests);
        Assert.Contains("redirects to another host", Assert.Single(Warnings(site)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_gone_and_a_folder_that_cannot_be_written_begin_one_outage_each()
    {
        await using var site = await IconSite.StartAsync();
        File.WriteAllText(site.Folder, "a file in the folder's place");
        await site.ViewAsync(4151);
        Assert.Contains($"{site.Folder} cannot be written: ", Assert.Single(Warnings(site)), StringComparison.Ordinal);
        await site.ViewAsync(4151);
        Assert.Single(site.Source.Requests);

        File.Delete(site.Folder);
        site.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.ViewAsync(4151);
        Assert.Equal("image/png", await site.TypeAsync(4151));
        await site.Source.DisposeAsync();
        await site.ViewAsync(2);
        Assert.Equal("image/svg+xml", await site.TypeAsync(2));
        Assert.EndsWith("the picture source refuses the connection. Pages draw coins meanwhile", Warnings(site)[^1], StringComparison.Ordinal);
    }

    private static Task Redirect(HttpContext context, string target)
    {
        context.Response.Redirect(target);
        return Task.CompletedTask;
    }

    private static List<string> Warnings(IconSite site) =>
        [.. site.App.Log.All.Where(line => line.StartsWith("Warning PriceStream.Web.Items.Icons", StringComparison.Ordinal))];
}
