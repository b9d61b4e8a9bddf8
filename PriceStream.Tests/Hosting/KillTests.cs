using PriceStream.Tests.Support;

namespace PriceStream.Tests.Hosting;

/// <summary>A site killed at any moment starts again without help, and no price that a visitor has seen is lost.</summary>
public sealed class KillTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("PRICESTREAM_LONG") == "1" ? 50 : 8;

    [Fact]
    public async Task Killed_repeatedly_the_site_starts_with_a_sound_file_and_every_price_it_has_shown()
    {
        var random = new Random(20251125);
        await using var site = await BreakableSite.CreateAsync();
        AddWindows(site);
        for (var kill = 0; kill < Kills; kill++)
        {
            var shown = 0L;
            if (kill % 3 == 0)
            {
                site.Launch(); // killed in the middle of its start, or of its first migrations
                await WaitAsync(random.Next(100, 1500));
            }
            else
            {
                await site.StartAsync();
                await site.HasPricesAsync();
                await WaitAsync(random.Next(3000));
                shown = await site.PriceAsync();
            }

            Assert.False(site.HasEnded, site.Log);
            await site.KillAsync();
            var polled = 1000 + site.Polls;
            Assert.DoesNotContain("fail:", site.Log, StringComparison.Ordinal);
            if (shown > 0)
            {
                AssertStored(site, shown, polled);
            }
        }

        await site.StartAsync();
        await site.HasPricesAsync();
        var last = await site.PriceAsync();
        await site.KillAsync();
        site.Upstream.Overrides["latest"] = site.Upstream.HangAsync;
        await site.StartAsync();
        Assert.InRange(await site.PriceAsync(), last, 1000 + site.Polls);
        await site.LogsAsync("Unclean shutdown detected. Database check passed (");
    }

    // So that there is always something to store and to roll up.
    private static void AddWindows(BreakableSite site)
    {
        var hour = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 3600 * 3600;
        for (var window = 1; window <= 24; window++)
        {
            site.Upstream.Windows[("5m", hour - window * 300)] = new()
            {
                ["2"] = FakeUpstream.Window(high: 100, highVolume: 5, low: 90, lowVolume: 5),
            };
            site.Upstream.Windows[("1h", hour - window * 3600)] = new()
            {
                ["2"] = FakeUpstream.Window(high: 100, highVolume: 5, low: 90, lowVolume: 5),
            };
        }
    }

    private static void AssertStored(BreakableSite site, long shown, long polled)
    {
        var stored = site.Read<long>("SELECT high FROM latest_prices WHERE item_id = 2");
        Assert.InRange(stored, Math.Max(shown, polled - 1), polled); // at most the poll during which it was killed is missing
        Assert.Equal(stored, site.Read<long>("SELECT max(high) FROM ticks WHERE item_id = 2"));
        Assert.Equal("ok", site.Read<string>("PRAGMA integrity_check"));
    }

    private static Task WaitAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, TestContext.Current.CancellationToken);
}
