using System.Globalization;

namespace PriceStream.Web.Data.Copy;

/// <summary>
/// Shows how far a step of the copy is: on a terminal as a bar that is drawn over and over, elsewhere as a line every few seconds.
/// </summary>
internal sealed class CopyProgress(TextWriter output, bool isTerminal, TimeProvider clock)
{
    private const int BarWidth = 30;

    private readonly TimeSpan interval = isTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(5);
    private string step = "";
    private long total;
    private long before;
    private long done;
    private long startedAt;
    private long shownAt;

    /// <summary>Begins a step.</summary>
    /// <param name="rows">How many rows it has in all.</param>
    /// <param name="already">How many of them an earlier run has copied.</param>
    public void Begin(string name, long rows, long already = 0)
    {
        (step, total, before, done) = (name, rows, already, already);
        startedAt = shownAt = clock.GetTimestamp();
        if (isTerminal)
        {
            Show();
        }
    }

    public void Add(long rows)
    {
        done += rows;
        if (clock.GetElapsedTime(shownAt) >= interval)
        {
            shownAt = clock.GetTimestamp();
            Show();
        }
    }

    /// <summary>Ends the step.</summary>
    public void End()
    {
        if (isTerminal)
        {
            Show();
            output.WriteLine();
        }
    }

    /// <summary>A line of its own, for a step whose length is not known.</summary>
    public void Say(string text) => output.WriteLine(text);

    private void Show()
    {
        var share = total == 0 ? 1 : Math.Min(1, (double)done / total);
        var seconds = clock.GetElapsedTime(startedAt).TotalSeconds;
        var rate = seconds > 0 ? (done - before) / seconds : 0;
        var left = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - done) / rate) : (TimeSpan?)null;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{share:0 %}, {done:N0} of {total:N0} rows, {rate:N0} rows/s, {Remaining(left)}");
        if (isTerminal)
        {
            var full = (int)(share * BarWidth);
            output.Write($"\r{step} [{new string('#', full)}{new string('.', BarWidth - full)}] {text}\u001b[K");
        }
        else
        {
            output.WriteLine($"{step}: {text}");
        }
    }

    private static string Remaining(TimeSpan? left) => left is { } known
        ? known.ToString(known.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture) + " left"
        : "time left unknown";
}
