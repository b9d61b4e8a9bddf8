using PriceStream.Web.Data;

namespace PriceStream.Web.Prices;

/// <summary>A price that has changed: what it is now, and which of its sides are new.</summary>
public readonly record struct PriceChange(Price Price, bool HighIsNew, bool LowIsNew)
{
    /// <summary>
    /// What <paramref name="reported"/> brings against <paramref name="known"/>, side by side: the newest trade time wins, and at the
    /// same second the newest report. Null when nothing is new.
    /// </summary>
    public static PriceChange? Between(Price? known, Price reported)
    {
        var high = IsNew(known?.High, known?.HighTime, reported.High, reported.HighTime);
        var low = IsNew(known?.Low, known?.LowTime, reported.Low, reported.LowTime);
        if (!high && !low)
        {
            return null;
        }

        return new(
            new(reported.ItemId,
                high ? reported.High : known?.High, high ? reported.HighTime : known?.HighTime,
                low ? reported.Low : known?.Low, low ? reported.LowTime : known?.LowTime),
            high,
            low);
    }

    public PriceUpdate ToUpdate() => new(Price.ItemId, Price.High, Price.HighTime, Price.Low, Price.LowTime, HighIsNew, LowIsNew);

    private static bool IsNew(long? knownPrice, long? knownTime, long? price, long? time) =>
        time is not null && (knownTime is null || time > knownTime || (time == knownTime && price != knownPrice));
}
