using System.Collections.Concurrent;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Items.Icons;

/// <summary>
/// When pictures are not fetched: all of them for a while after the source has failed, and one of them for a day after the source had no
/// usable picture of the item. Logs once when an outage begins and once when it ends.
/// </summary>
public sealed partial class IconOutage(TimeProvider clock, ILogger<IconOutage> logger)
{
    /// <summary>This many refusals in a row are an outage: a source that answers everything with a page has no pictures at all.</summary>
    internal const int MostRefusals = 8;

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromDays(1);
    private static readonly TimeSpan RefusalsLogged = TimeSpan.FromHours(1);

    private readonly Lock changing = new();
    private readonly ConcurrentDictionary<int, DateTimeOffset> refused = new();
    private DateTimeOffset until;
    private TimeSpan length;
    private DateTimeOffset? lastLogged;
    private int refusals;
    private bool isOut;

    /// <summary>Whether this item's picture may be fetched now.</summary>
    public bool Allows(int itemId)
    {
        var now = clock.GetUtcNow();
        if (refused.TryGetValue(itemId, out var end) && BackOff.IsActive(now, end, RefusalLasts))
        {
            return false;
        }

        lock (changing)
        {
            return !BackOff.IsActive(now, until, length);
        }
    }

    public void Succeeded(int itemId)
    {
        refused.TryRemove(itemId, out _);
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
    public void Refused(Item item, string reason)
    {
        var now = clock.GetUtcNow();
        refused[item.ItemId] = now + RefusalLasts;
        lock (changing)
        {
            if (++refusals >= MostRefusals)
            {
                Pause($"the picture source {reason}", retryAfter: null);
            }
            else if (lastLogged is not { } last || now - last >= RefusalsLogged || now < last)
            {
                lastLogged = now;
                WasRefused(item.Name, reason);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The picture of {Item} was refused: the picture source {Reason}. Further ones are only counted for an hour")]
    private partial void WasRefused(string item, string reason);
}
