using System.Net;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Items.Icons;

/// <summary>In Cached mode this server fetches each picture once, keeps it and serves it; pages never wait for that.</summary>
public sealed class IconCacheTests
{
    [Fact]
    public async Task A_picture_is_a_coin_until_it_has_been_fetched_and_is_fetched_once()
    {
        await using var site = await IconSite.StartAsync();
        var (coin, drawn) = await site.GetAsync("icons/4151");
        using (coin)
        {
            Assert.Equal("image/svg+xml", coin.Content.Headers.ContentType!.MediaType);
            Assert.Equal("public, max-age=60", coin.Headers.CacheControl!.ToString());
            Assert.Contains(">A</text>", System.Text.Encoding.UTF8.GetString(drawn), StringComparison.Ordinal);
        }

        await site.IdleAsync();
        await site.ViewAsync(4151);
        var (answer, body) = await site.GetAsync("icons/4151");
        using (answer)
        {
            Assert.Equal(("image/png", "nosniff"),
                (answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
            Assert.Equal(FakeIcons.Png, body);
            Assert.Equal("public, max-age=60", answer.Headers.CacheControl!.ToString()); // another picture may follow
        }

        var (file, agent) = Assert.Single(site.Source.Requests);
        Assert.Equal("Abyssal_whip.png", file);
        Assert.Matches(@"^PriceStream/\d+\.\d+\.\d+ \(me@example\.org\)$", agent);
    }

    [Fact]
    public async Task A_page_names_the_version_which_browsers_keep_for_a_year()
    {
        await using var site = await IconSite.StartAsync();
        foreach (var path in (string[])["?search=whip", "items/4151"])
        {
            Assert.Equal("icons/4151", (await site.App.GetPageAsync(path)).QuerySelector("img.icon")!.GetAttribute("src"));
        }

        await site.ViewAsync(4151);
        site.App.Clock.Advance(TimeSpan.FromSeconds(1)); // tables are drawn once a second
        foreach (var path in (string[])["?search=whip", "items/4151"])
        {
            var page = await site.App.GetPageAsync(path);
            var url = page.QuerySelector("img.icon")!.GetAttribute("src")!;
            Assert.Matches(@"^icons/4151\?v=[0-9a-f]{10}$", url);
            var (answer, body) = await site.GetAsync(url);
            using (answer)
            {
                Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
                Assert.Equal(FakeIcons.Png, body);
            }
        }

        var (policy, _) = await site.GetAsync("");
        using (policy)
        {
            Assert.Contains(
                "; img-src 'self' data:; ", policy.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_browser_that_has_the_picture_is_not_sent_it_again_and_HEAD_sends_none()
    {
        await using var site = await IconSite.StartAsync();
        await site.ViewAsync(4151);
        var (answer, _) = await site.GetAsync("icons/4151");
        answer.Dispose();
        using var again = new HttpRequestMessage(HttpMethod.Get, "icons/4151");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await site.App.Http.SendAsync(again, TestContext.Current.CancellationToken);
        using var head = await site.App.Http.SendAsync(new(HttpMethod.Head, "icons/4151"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(answer.Headers.ETag, head.Headers.ETag);
        Assert.Equal(FakeIcons.Png.Length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task An_unknown_item_has_no_picture_and_an_unknown_version_is_not_kept_for_long()
    {
        await using var site = await IconSite.StartAsync();
        foreach (var path in (string[])["icons/999999", "icons/0", "icons/-1", "icons/whip", "icons/..%2Fprices.db"])
        {
            var (missing, _) = await site.GetAsync(path);
            using (missing)
            {
                Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            }
        }

        await site.IdleAsync();
        Assert.Empty(site.Source.Requests);
        await site.ViewAsync(4151);
        var (answer, body) = await site.GetAsync("icons/4151?v=0123456789");
        using (answer)
        {
            Assert.Equal("public, max-age=60", answer.Headers.CacheControl!.ToString());
            Assert.Equal(FakeIcons.Png, body);
        }
    }

    [Fact]
    public async Task Pictures_survive_a_restart_and_a_changed_file_name_is_fetched()
    {
        await using var site = await IconSite.StartAsync();
        await site.ViewAsync(4151);
        await site.ViewAsync(2);
        File.WriteAllText(Path.Combine(site.Folder, "left-over.part"), "half");
        File.WriteAllText(Path.Combine(site.Folder, "notes.txt"), "somebody's");
        await site.RestartAsync();

        Assert.Equal(("image/png", "image/png"), (await site.TypeAsync(4151), await site.TypeAsync(2)));
        Assert.Equal(2, site.Source.Requests.Count);
        Assert.Equal(3, Directory.GetFiles(site.Folder).Length); // the rest of a write has gone

        site.App.Upstream.Mapping[1]!["icon"] = "Other whip.png";
        await site.App.RefreshCatalogueAsync();
        Assert.Equal("image/svg+xml", await site.TypeAsync(4151));
        await site.IdleAsync();
        Assert.Equal("image/png", await site.TypeAsync(4151));
        Assert.Equal("Other_whip.png", site.Source.Requests.Last().File);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_somebody_deleted_or_changed_is_fetched_again(bool isDeleted)
    {
        await using var site = await IconSite.StartAsync();
        await site.ViewAsync(4151);
        var file = Assert.Single(Directory.GetFiles(site.Folder));
        if (isDeleted)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, "<script>");
        }

        Assert.Equal("image/svg+xml", await site.TypeAsync(4151));
        await site.IdleAsync();
        Assert.Equal("image/png", await site.TypeAsync(4151));
        Assert.Equal(2, site.Source.Requests.Count);
    }
}
