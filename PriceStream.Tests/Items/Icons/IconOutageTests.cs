using Microsoft.Extensions.Logging;
using PriceStream.Tests.Support;
using PriceStream.Web.Items;
using PriceStream.Web.Items.Icons;

namespace PriceStream.Tests.Items.Icons;

/// <summary>When pictures are not fetched.</summary>
public sealed class IconOutageTests
{
    private readonly SettableClock clock = new(DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start));
    private readonly LogLines log = new();

    [Fact]
    public void A_source_that_answers_everything_with_a_page_is_out_after_eight_pictures()
    {
        var outage = Create();
        for (var id = 1; id <= 8; id++)
        {
            Assert.True(outage.Allows(99));
            outage.Refused(ItemOf(id), "answered text/html instead of a PNG, GIF or WebP picture");
        }

        Assert.False(outage.Allows(99));
        Assert.Collection(
            log.All,
            first => Assert.Contains("The picture of Item 1 was refused", first, StringComparison.Ordinal),
            last => Assert.Contains("Pictures of items are not being fetched: the picture source answered text/html", last, StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(outage.Allows(99));
        outage.Refused(ItemOf(9), "answered text/html");
        Assert.False(outage.Allows(99)); // the next one is enough
    }

    [Fact]
    public void A_pause_lasts_an_hour_at_most_and_a_clock_that_is_set_back_ends_it()
    {
        var outage = Create();
        outage.Failed("gone", TimeSpan.FromDays(10));
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(outage.Allows(1));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(outage.Allows(1));

        outage.Failed("gone", retryAfter: null);
        Assert.False(outage.Allows(1));
        clock.SetAhead(TimeSpan.FromDays(-1));
        Assert.True(outage.Allows(1));
    }

    private IconOutage Create() => new(clock, LoggerFactory.Create(logging => logging.AddProvider(log)).CreateLogger<IconOutage>());

    private static Item ItemOf(int id) => new(id, $"Item {id}", "", "Item.png", Members: false, null, null, null, null);
}
