using PriceStream.Web.Data;

namespace PriceStream.Web.History.Recent;

/// <summary>One item's five-minute windows of the last day.</summary>
internal sealed class RecentDay(RecentSpan hour, RecentSpan day)
{
    private TradeSum lastHour;
    private TradeSum lastDay;
    private (long High, long Low)? newest;

    /// <summary>Adds a window. Windows that do not count as fetched are left out, because only a few items have them.</summary>
    public void Add(in HistoryRow row)
    {
        if (day.Has(row.Time))
        {
            lastDay.Add(row);
        }

        if (hour.Has(row.Time))
        {
            lastHour.Add(row);
        }

        if (row.End == day.End && row is { High: { } high, Low: { } low })
        {
            newest = (high, low);
        }
    }

    /// <summary>Adds the hours that stand in for missing windows, and returns what was traded.</summary>
    public RecentTrades Complete(RecentTrades hours, in TradeSum standInHour, in TradeSum standInDay)
    {
        lastHour.Add(standInHour);
        lastDay.Add(standInDay);
        return hours with
        {
            Volume1h = hour.IsKnown ? lastHour.Volume : null,
            IsPartial1h = hour.IsKnown && hour.IsPartial,
            Volume24h = day.IsKnown ? lastDay.Volume : null,
            IsPartial24h = day.IsKnown && day.IsPartial,
            Thin24h = day.IsKnown ? lastDay.Thin : null,
            Value24h = day.IsKnown ? lastDay.Value : null,
            Average24h = day.IsKnown ? lastDay.Price : null,
            High5m = newest?.High,
            Low5m = newest?.Low,
        };
    }

    /// <summary>Forgets the item, to begin the next.</summary>
    public void Clear() => (lastHour, lastDay, newest) = (default, default, null);
}
