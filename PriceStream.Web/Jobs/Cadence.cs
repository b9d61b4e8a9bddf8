using System.Globalization;

namespace PriceStream.Web.Jobs;

/// <summary>
/// When a job runs. The scheduler's rule, the text for the administrator and the time of the next run all come from one cadence.
/// All times are UTC.
/// </summary>
public sealed class Cadence
{
    private const string EveryMinuteRule = "* * * * *";

    private readonly Func<DateTimeOffset, DateTimeOffset?> next;
    private readonly Func<DateTimeOffset, bool> isDue;

    private Cadence(
        string text,
        Func<DateTimeOffset, DateTimeOffset?> next,
        int? seconds = null,
        string? cron = null,
        Func<DateTimeOffset, bool>? isDue = null)
    {
        Text = text;
        Seconds = seconds;
        Cron = cron;
        this.next = next;
        this.isDue = isDue ?? (_ => true);
    }

    /// <summary>Human-readable.</summary>
    public string Text { get; }

    /// <summary>The scheduler's rule, 1 to 59 seconds from each full minute; null when <see cref="Cron"/> is the rule.</summary>
    public int? Seconds { get; }

    /// <summary>The scheduler's rule as a cron expression; null when <see cref="Seconds"/> is the rule.</summary>
    public string? Cron { get; }

    /// <summary>Whether the job also runs once when the site starts.</summary>
    public bool AtStart { get; private init; }

    /// <summary>False for a job that runs only when asked and has no rule.</summary>
    public bool IsScheduled => Seconds is not null || Cron is not null;

    public static Cadence WhenAsked { get; } = new("when asked", _ => null);

    public static Cadence EverySecond { get; } = EverySeconds(1, "every second");

    public static Cadence EveryMinute { get; } = new("every minute", now => After(now, TimeSpan.FromMinutes(1)), cron: EveryMinuteRule);

    /// <param name="seconds">1 to 59. If it does not divide 60, the last interval of each minute is longer.</param>
    public static Cadence EverySeconds(int seconds) => EverySeconds(seconds, Invariant($"every {seconds} s"));

    /// <param name="hours">A divisor of 24.</param>
    /// <param name="minute">Minutes past the hour.</param>
    public static Cadence EveryHours(int hours, int minute = 0) => new(
        (hours, minute) switch
        {
            (1, _) => Invariant($"at {minute} past each hour"),
            (_, 0) => Invariant($"every {hours} h"),
            _ => Invariant($"every {hours} h at {minute} past"),
        },
        now => After(now, TimeSpan.FromHours(hours), TimeSpan.FromMinutes(minute)),
        cron: hours == 1 ? Invariant($"{minute} * * * *") : Invariant($"{minute} */{hours} * * *"));

    /// <summary>Once a day. Checked every minute, so that a site that was down at that hour runs the job as soon as it is back.</summary>
    /// <param name="isDue">Whether the hour has passed since the last run.</param>
    public static Cadence DailyAt(int hour, Func<bool> isDue) => new(
        Invariant($"daily at {hour:00}:00 UTC"),
        now => After(now, TimeSpan.FromDays(1), TimeSpan.FromHours(hour)),
        cron: EveryMinuteRule,
        isDue: _ => isDue());

    /// <summary>Runs at times that the caller computes. Without seconds, it is checked every minute.</summary>
    public static Cadence Custom(
        string text, Func<DateTimeOffset, DateTimeOffset?> next, Func<DateTimeOffset, bool> isDue, int? seconds = null) =>
        new(text, next, seconds, seconds is null ? EveryMinuteRule : null, isDue);

    /// <summary>At the start, and then at this interval until it has succeeded once.</summary>
    public static Cadence UntilDone(int seconds, Func<bool> isDone, string text) =>
        new(text, now => isDone() ? null : AfterSeconds(now, seconds), seconds, isDue: _ => !isDone()) { AtStart = true };

    /// <summary>Whether a run that the scheduler's rule starts now is due; a rule can be coarser than the cadence.</summary>
    public bool IsDue(DateTimeOffset now) => isDue(now);

    /// <summary>The first run after <paramref name="now"/>; null when there will be none.</summary>
    public DateTimeOffset? Next(DateTimeOffset now) => next(now);

    private static Cadence EverySeconds(int seconds, string text) => new(text, now => AfterSeconds(now, seconds), seconds);

    // Whole multiples of the period since 1970, shifted by the offset.
    private static DateTimeOffset After(DateTimeOffset now, TimeSpan period, TimeSpan offset = default) =>
        now.AddTicks(period.Ticks - (now - DateTimeOffset.UnixEpoch - offset).Ticks % period.Ticks);

    // The scheduler starts counting again at each full minute, and runs at the minute itself only where the interval divides 60.
    private static DateTimeOffset AfterSeconds(DateTimeOffset now, int seconds)
    {
        var next = After(now, TimeSpan.FromSeconds(1));
        while (!(next.Second == 0 ? 60 % seconds == 0 : next.Second % seconds == 0))
        {
            next = next.AddSeconds(1);
        }

        return next;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
