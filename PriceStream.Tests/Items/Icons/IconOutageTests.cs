using Microsoft.Extensions.Logging;
using PriceStream.Tests.Support;
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
            Assert.True(outage.Allows("99.png"));
            outage.Refused($"{id}.png", "answered text/html instead of a PNG, GIF or WebP picture");
        }

        Assert.False(outage.Allows("99.png"));
        Assert.Collection(
            log.All,
            first => Assert.Contains("The picture 1.png was refused", first, StringComparison.Ordinal),
            last => Assert.Contains("are not being fetched: the picture source answered text/html", last, StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(outage.Allows("99.png"));
        outage.Refused("9.png", "answered text/html");
        Assert.False(outage.Allows("99.png")); // the next one is enough
    }

    [Fact]
    public void A_pause_lasts_an_hour_at_most_and_a_clock_that_is_set_back_ends_it()
    {
        var outage = Create();
        outage.Failed("gone", TimeSpan.FromDays(10));
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(outage.Allows("1.png"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(outage.Allows("1.png"));

        outage.Failed("gone", retryAfter: null);
        Assert.False(outage.Allows("1.png"));
        clock.SetAhead(TimeSpan.FromDays(-1));
        Assert.True(outage.Allows("1.png"));
    }

    private IconOutage Create() => new(clock, LoggerFactory.Create(logging => logging.AddProvider(log)).CreateLogger<IconOutage>());
}
