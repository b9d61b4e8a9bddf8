using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;

namespace PriceStream.Web.Prices;

/// <summary>The past of an item's price.</summary>
public sealed class PriceHistory(IDbContextFactory<PriceStreamDb> databases, TimeProvider clock)
{
    public async Task<bool> KnowsAsync(int itemId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Items.AnyAsync(item => item.ItemId == itemId, cancellationToken);
    }

    /// <summary>
    /// The ticks of the period, ascending: with <paramref name="sample"/> one point for each bucket that has a trade, at the
    /// bucket's start, else one for each tick at its trade time.
    /// </summary>
    public async Task<IReadOnlyList<HistoryPoint>> GetAsync(int itemId, Timestep timestep, bool sample, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var from = timestep.BucketOf(now) - timestep.PeriodSeconds + timestep.Seconds;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ticks = await db.Ticks.AsNoTracking()
            .Where(tick => tick.ItemId == itemId && tick.Time >= from)
            .OrderBy(tick => tick.Time)
            .Select(tick => new HistoryPoint(tick.Time, tick.High, tick.Low))
            .ToListAsync(cancellationToken);
        return sample ? Sample(ticks, timestep) : ticks;
    }

    /// <summary>The mean of each bucket's ticks, side by side, rounded half up to whole gp; a side without a tick stays null.</summary>
    public static IReadOnlyList<HistoryPoint> Sample(IReadOnlyList<HistoryPoint> ticks, Timestep timestep)
    {
        var points = new List<HistoryPoint>();
        for (var start = 0; start < ticks.Count;)
        {
            var bucket = timestep.BucketOf(ticks[start].Time);
            var end = start + 1;
            while (end < ticks.Count && timestep.BucketOf(ticks[end].Time) == bucket)
            {
                end++;
            }

            points.Add(new(bucket, Mean(ticks, start, end, tick => tick.High), Mean(ticks, start, end, tick => tick.Low)));
            start = end;
        }

        return points;
    }

    private static long? Mean(IReadOnlyList<HistoryPoint> ticks, int start, int end, Func<HistoryPoint, long?> side)
    {
        long sum = 0, count = 0;
        for (var index = start; index < end; index++)
        {
            if (side(ticks[index]) is { } price)
            {
                sum += price;
                count++;
            }
        }

        return count == 0 ? null : (2 * sum + count) / (2 * count);
    }
}
