using System.Collections.Concurrent;
using PriceStream.Web.Data;

namespace PriceStream.Web.Prices;

/// <summary>
/// The newest price of every item, in memory. Prices are immutable, so a reader always sees a consistent one. Only <see cref="Apply"/>
/// changes them, for polls, the relay's reader and the load at the start.
/// </summary>
public sealed class LivePrices(PriceStore store)
{
    private readonly Lock applying = new();
    private readonly ConcurrentDictionary<int, Price> prices = new();
    private long version;

    /// <summary>Changes with every batch.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>Null for an item that has no price.</summary>
    public Price? Of(int itemId) => prices.GetValueOrDefault(itemId);

    /// <summary>The prices of these items, or of all for null; items without a price are left out.</summary>
    public IReadOnlyList<Price> Of(IReadOnlyCollection<int>? itemIds) => itemIds is null
        ? [.. prices.Values.OrderBy(price => price.ItemId)]
        : [.. itemIds.Select(Of).OfType<Price>()];

    /// <summary>When any item last traded; null before the first price.</summary>
    public DateTimeOffset? NewestTrade =>
        prices.IsEmpty ? null : DateTimeOffset.FromUnixTimeSeconds(prices.Max(price => price.Value.Time));

    /// <summary>
    /// Applies a batch. On each side the newest trade time wins, so a late batch, such as one from the relay's past, never overwrites a
    /// newer price.
    /// </summary>
    public void Apply(IReadOnlyList<Price> batch)
    {
        lock (applying)
        {
            foreach (var price in batch)
            {
                prices[price.ItemId] = Price.Newest(Of(price.ItemId), price);
            }

            Volatile.Write(ref version, version + 1);
        }
    }

    /// <summary>Returns the prices for a database that has lost them. None of them is a new trade.</summary>
    public IReadOnlyList<PriceUpdate> ToUpdates() =>
        [.. prices.Values.Select(price => new PriceUpdate(
            price.ItemId, price.High, price.HighTime, price.Low, price.LowTime, HighIsNew: false, LowIsNew: false))];

    /// <summary>Loads the stored prices.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var rows = await store.LoadAsync(cancellationToken);
        Apply([.. rows.Select(row => new Price(row.ItemId, row.High, row.HighTime, row.Low, row.LowTime))]);
    }
}
