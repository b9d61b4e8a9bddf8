using System.Globalization;
using PriceStream.Web.Jobs;

namespace PriceStream.Tests.Jobs;

/// <summary>A cadence's text and its next runs.</summary>
public sealed class CadenceTests
{
    public static TheoryData<Cadence, string, string[]> Cadences => new()
    {
        { Cadence.EverySecond, "every second", ["08:59:58", "08:59:59", "09:00:00"] },
        { Cadence.EverySeconds(10), "every 10 s", ["09:00:00", "09:00:10", "09:00:20"] },
        // The scheduler counts from each full minute: seven does not divide sixty.
        { Cadence.EverySeconds(7), "every 7 s", ["09:00:07", "09:00:14", "09:00:21"] },
        { Cadence.EveryMinute, "every minute", ["09:00:00", "09:01:00", "09:02:00"] },
        { Cadence.EveryHours(1, minute: 40), "at 40 past each hour", ["09:40:00", "10:40:00", "11:40:00"] },
        { Cadence.EveryHours(6), "every 6 h", ["12:00:00", "18:00:00", "00:00:00"] },
        { Cadence.EveryHours(6, minute: 5), "every 6 h at 5 past", ["12:05:00", "18:05:00", "00:05:00"] },
        { Cadence.DailyAt(9, () => true), "daily at 09:00 UTC", ["09:00:00", "09:00:00"] },
    };

    [Theory]
    [MemberData(nameof(Cadences))]
    public void A_cadence_has_this_text_and_these_next_runs(Cadence cadence, string text, string[] times)
    {
        Assert.Equal(text, cadence.Text);
        var now = DateTimeOffset.Parse("2025-05-21T08:59:57.250Z", CultureInfo.InvariantCulture);
        foreach (var time in times)
        {
            now = cadence.Next(now)!.Value;
            Assert.Equal(time, now.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_job_that_runs_until_it_succeeds_runs_at_the_start_and_at_its_interval()
    {
        var done = false;
        var cadence = Cadence.UntilDone(30, () => done, "until then");
        var now = DateTimeOffset.UnixEpoch;
        Assert.Equal((true, true, now.AddSeconds(30)), (cadence.AtStart, cadence.IsDue(now), cadence.Next(now)));

        done = true;

        Assert.False(cadence.IsDue(now));
        Assert.Null(cadence.Next(now));
    }
}
