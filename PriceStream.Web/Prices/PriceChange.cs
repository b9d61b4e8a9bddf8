using PriceStream.Web.Data;

namespace PriceStream.Web.Prices;

/// <summary>A changed price: its new value, and which of its sides are new.</summary>
public readonly record struct PriceChange(Price Price, bool HighIsNew, bool LowIsNew)
{
    /// <summary>Compares a reported price with the known one; null when nothing is new.</summary>
    public static PriceChange? Between(Price? known, Price reported)
    {
        var highIsNew = IsNew(known?.High, known?.HighTime, reported.High, reported.HighTime);
        var lowIsNew = IsNew(known?.Low, known?.LowTime, reported.Low, reported.LowTime);
        return highIsNew || lowIsNew ? new(Price.Newest(known, reported), highIsNew, lowIsNew) : null;
    }

    public PriceUpdate ToUpdate() => new(Price.ItemId, Price.High, Price.HighTime, Price.Low, Price.LowTime, HighIsNew, LowIsNew);

    private static bool IsNew(long? knownPrice, long? knownTime, long? price, long? time)
    {
        if (time is null)
        {
            return false;
        }

        return knownTime is null || time > knownTime || (time == knownTime && price != knownPrice);
    }
}
