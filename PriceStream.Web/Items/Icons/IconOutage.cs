using PriceStream.Web.Upstream;

namespace PriceStream.Web.Items.Icons;

/// <summary>
/// When pictures are not fetched: all of them for a while after the source has failed, and one of them for a day after the source had no
/// usable one. Logs once when an outage begins and once when it ends.
/// </summary>
public sealed partial class IconOutage(TimeProvider clock, ILogger<IconOutage> logger)
{
    /// <summary>This many refusals in a row are an outage: a source that answers everything with a page has no pictures at all.</summary>
    internal const int MostRefusals = 8;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromDays(1);
    private static readonly TimeSpan QuietLasts = TimeSpan.FromHours(1);

    private readonly Lock changing = new();
    private readonly Dictionary<string, DateTimeOffset> refused = [];
    private DateTimeOffset until;
    private TimeSpan length;
    private DateTimeOffset quietUntil;
    private int refusals;
    private bool isOut;

    /// <summary>Whether this picture may be fetched now.</summary>
    public bool Allows(string icon)
    {
        var now = clock.GetUtcNow();
        lock (changing)
        {
            return !BackOff.IsActive(now, until, length)
                && !(refused.TryGetValue(icon, out var end) && BackOff.IsActive(now, end, RefusalLasts));
        }
    }

    public void Succeeded()
    {
        lock (changing)
        {
            (refusals, length) = (0, TimeSpan.Zero);
            if (isOut)
            {
                isOut = false;
                Ended();
            }
        }
    }

    /// <param name="reason">Completes the sentence "the picture source …".</param>
    public void Refused(string icon, string reason)
    {
        var now = clock.GetUtcNow();
        lock (changing)
        {
            if (refused.Count >= IconStore.MostIcons)
            {
                refused.Clear();
            }

            refused[icon] = now + RefusalLasts;
            if (++refusals >= MostRefusals)
            {
                Pause($"the picture source {reason}", retryAfter: null);
            }
            else if (!BackOff.IsActive(now, quietUntil, QuietLasts))
            {
                quietUntil = now + QuietLasts;
                WasRefused(icon, reason);
            }
        }
    }

    /// <param name="reason">A sentence.</param>
    /// <param name="retryAfter">How long the source asks to be left alone; null when it does not ask.</param>
    public void Failed(string reason, TimeSpan? retryAfter)
    {
        lock (changing)
        {
            Pause(reason, retryAfter);
        }
    }

    // Twice as long each time. Of two fetches that fail together, the second counts as the same failure.
    private void Pause(string reason, TimeSpan? retryAfter)
    {
        var now = clock.GetUtcNow();
        if (!BackOff.IsActive(now, until, length))
        {
            length = length == TimeSpan.Zero ? First : 2 * length;
        }

        length = TimeSpan.FromTicks(Math.Min(Math.Max(length.Ticks, retryAfter?.Ticks ?? 0), UpstreamPauses.Longest.Ticks));
        until = now + length;
        if (!isOut)
        {
            isOut = true;
            Began(reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pictures of items are not being fetched: {Reason}. Pages draw coins meanwhile")]
    private partial void Began(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pictures of items are being fetched again")]
    private partial void Ended();

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The picture {Icon} was refused: the picture source {Reason}. Further refusals are only counted for an hour")]
    private partial void WasRefused(string icon, string reason);
}
