using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PriceStream.Tests.Support;
using PriceStream.Web.Items.Icons;

namespace PriceStream.Tests.Items.Icons;

/// <summary>A picture source that is slow, gone, lies or asks to be left alone costs a coin, never a page.</summary>
public sealed class IconSourceTests
{
    [Fact]
    public async Task A_page_in_a_pictures_place_is_neither_kept_nor_served_and_asked_for_again_after_a_day()
    {
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = FakeIcons.Sends("<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), "image/png");
        await site.ViewAsync(4151);
        await site.ViewAsync(4151);

        Assert.Equal("image/svg+xml", await site.TypeAsync(4151));
        Assert.Single(site.Source.Requests);
        Assert.False(Directory.Exists(site.Folder));
        Assert.Contains(
            "The picture Abyssal whip.png was refused: the picture source sent something else as image/png.",
            Assert.Single(site.Warnings),
            StringComparison.Ordinal);

        site.Source.Answer = FakeIcons.Sends(FakeIcons.Png, "image/png");
        await site.ViewAsync(2); // one refused picture does not hold up the others
        Assert.Equal("image/png", await site.TypeAsync(2));
        site.App.Clock.Advance(TimeSpan.FromHours(25));
        await site.ViewAsync(4151);
        Assert.Equal("image/png", await site.TypeAsync(4151));
    }

    [Fact]
    public async Task Of_an_endless_answer_no_more_than_a_picture_is_read()
    {
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = async context =>
        {
            await FakeIcons.Sends([.. FakeIcons.Png, .. new byte[1 << 20]], "image/png")(context);
            await site.Source.HangAsync(context);
        };
        await site.ViewAsync(4151);
        await Eventually.TrueAsync(() => site.Source.Answering == 0, "the answer has been cut");

        Assert.Contains("sent a picture of over 64 KiB", Assert.Single(site.Warnings), StringComparison.Ordinal);
        Assert.Equal("image/svg+xml", await site.TypeAsync(4151));
    }

    [Fact]
    public async Task Neither_a_page_nor_a_stop_waits_for_a_source_that_never_answers_two_requests()
    {
        await using var site = await IconSite.StartAsync();
        site.Source.Answer = site.Source.HangAsync;
        await ViewAllAsync();
        Assert.Equal(2, site.Source.Requests.Count);
        site.App.Clock.Advance(TimeSpan.FromSeconds(11));
        await site.IdleAsync();
        Assert.Equal(2, site.Source.Requests.Count); // the third was dropped when the outage began
        Assert.Contains("did not answer within 10 s", Assert.Single(site.Warnings), StringComparison.Ordinal);

        site.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await ViewAllAsync();
        var fetcher = site.App.Services.GetServices<IHostedService>().OfType<IconFetcher>().Single();
        await site.RestartAsync(); // while two requests are open; the clock stands still
        Assert.True(fetcher.ExecuteTask!.IsCompleted);

        async Task ViewAllAsync()
        {
            foreach (var id in (int[])[2, 4151, 1511])
            {
                Assert.Equal("image/svg+xml", await site.TypeAsync(id));
            }

            await Eventually.TrueAsync(() => site.Source.Answering == 2, "two requests are open");
            Assert.Equal(3, (await site.App.GetPageAsync("?preset=all")).QuerySelectorAll("img.icon").Length);
        }
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
            "Pictures of items are not being fetched: the picture source answered 500. ",
            Assert.Single(site.Warnings),
            StringComparison.Ordinal);
        Assert.Single(site.App.Log.All, line => line.EndsWith("Pictures of items are being fetched again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_that_is_gone_and_a_folder_that_cannot_be_written_begin_one_outage_each()
    {
        await using var site = await IconSite.StartAsync();
        File.WriteAllText(site.Folder, "a file in the folder's place");
        await site.ViewAsync(4151);
        Assert.Contains($"{site.Folder} cannot be written: ", Assert.Single(site.Warnings), StringComparison.Ordinal);
        await site.ViewAsync(4151);
        Assert.Single(site.Source.Requests);

        File.Delete(site.Folder);
        site.App.Clock.Advance(TimeSpan.FromMinutes(1));
        await site.ViewAsync(4151);
        Assert.Equal("image/png", await site.TypeAsync(4151));
        await site.Source.StopAsync();
        await site.ViewAsync(2);
        Assert.Equal("image/svg+xml", await site.TypeAsync(2));
        Assert.EndsWith(
            "the picture source refuses the connection. Pages draw coins meanwhile", site.Warnings[^1], StringComparison.Ordinal);
    }
}
