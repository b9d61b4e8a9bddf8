using PriceStream.Tests.Support;
using PriceStream.Web.Data.Copy;

namespace PriceStream.Tests.Data.Copy;

/// <summary>How far the copy is, on a terminal and elsewhere.</summary>
public sealed class CopyProgressTests
{
    private readonly SettableClock clock = new(DateTimeOffset.UnixEpoch);
    private readonly StringWriter output = new() { NewLine = "\n" };

    [Fact]
    public void On_a_terminal_a_bar_shows_rate_and_time_left()
    {
        var progress = new CopyProgress(output, isTerminal: true, clock);
        progress.Begin("Copying", 1000);
        clock.Advance(TimeSpan.FromSeconds(10));
        progress.Add(400);

        Assert.Equal(
            "Copying [############..................] 40 %, 400 of 1,000 rows, 40 rows/s, 0:15 left\u001b[K",
            output.ToString().Split('\r')[^1]);
        progress.End();
        Assert.EndsWith("\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_a_line_every_few_seconds_does()
    {
        var progress = new CopyProgress(output, isTerminal: false, clock);
        progress.Begin("Copying", 20_000, already: 10_000);
        for (var second = 0; second < 10; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            progress.Add(1);
        }

        progress.End();
        Assert.Equal(
            "Copying: 50 %, 10,005 of 20,000 rows, 1 rows/s, 2:46:35 left\nCopying: 50 %, 10,010 of 20,000 rows, 1 rows/s, 2:46:30 left\n",
            output.ToString());
    }
}
