using PriceStream.Web.History.Recent;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Market;

/// <summary>An item with everything that the market knows of it: its newest price, the tax in force, and its recent trades.</summary>
/// <param name="Price">Null while it has none.</param>
public sealed record ListedItem(Item Item, Price? Price, TaxRule Tax, RecentTrades Trades)
{
    /// <summary>What one gets and pays: the last trades, or the averages of the newest five minutes where both sides traded.</summary>
    public (long? High, long? Low) PricesOn(Basis basis) => basis == Basis.FiveMinutes && Trades is { High5m: { } high, Low5m: { } low }
        ? (high, low)
        : (Price?.High, Price?.Low);
}
