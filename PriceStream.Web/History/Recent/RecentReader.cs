using System.Collections.Frozen;
using PriceStream.Web.Data;

namespace PriceStream.Web.History.Recent;

/// <summary>
/// Sums up the windows of all items. It takes the hours first, then the five-minute windows, each item by item, so that only one item is
/// summed up at a time.
/// </summary>
internal sealed class RecentReader(long now, RecentSpan hour, RecentSpan day)
{
    private readonly Dictionary<int, ItemHours> hours = [];
    private readonly Dictionary<int, RecentTrades> items = [];
    private readonly RecentHours itemHours = new(now, hour, day);
    private readonly RecentDay itemDay = new(hour, day);
    private int hoursOf;
    private int dayOf;

    /// <summary>For an item that has no window.</summary>
    public RecentTrades Untraded { get; } = new RecentDay(hour, day).Complete(RecentTrades.Unknown, default, default);

    public void TakeHour(int item, HistoryRow row)
    {
        if (item != hoursOf)
        {
            EndHours();
            hoursOf = item;
        }

        itemHours.Add(row);
    }

    public void TakeFiveMinutes(int item, HistoryRow row)
    {
        if (item != dayOf)
        {
            EndDay();
            dayOf = item;
        }

        itemDay.Add(row);
    }

    /// <summary>Ends the last item, and returns all.</summary>
    public FrozenDictionary<int, RecentTrades> Complete()
    {
        EndHours();
        EndDay();
        foreach (var (item, _) in hours.Where(item => !items.ContainsKey(item.Key)).ToList())
        {
            EndDay(item);
        }

        return items.ToFrozenDictionary();
    }

    private void EndHours()
    {
        if (hoursOf != 0)
        {
            var trades = new RecentTrades(Change24h: itemHours.Change24h, Change7d: itemHours.Change7d, Spark: itemHours.Spark);
            hours[hoursOf] = new(trades, itemHours.StandInHour, itemHours.StandInDay);
            itemHours.Clear();
        }
    }

    private void EndDay()
    {
        if (dayOf != 0)
        {
            EndDay(dayOf);
        }
    }

    private void EndDay(int item)
    {
        var ended = hours.GetValueOrDefault(item, new(RecentTrades.Unknown, default, default));
        items[item] = itemDay.Complete(ended.Trades, ended.StandInHour, ended.StandInDay);
        itemDay.Clear();
    }

    private sealed record ItemHours(RecentTrades Trades, TradeSum StandInHour, TradeSum StandInDay);
}
