using System.Collections.Concurrent;
using PriceStream.Web.Data;

namespace PriceStream.Web.Prices;

/// <summary>The newest price of every item, in memory. Prices are immutable, so a reader sees whole ones.</summary>
public sealed class LivePrices(PriceStore store)
{
    private readonly ConcurrentDictionary<int, Price> prices = new();

    public Price? Of(int itemId) => prices.GetValueOrDefault(itemId);

    /// <summary>The prices of these items, or of all for null; items without a price are left out.</summary>
    public IReadOnlyList<Price> Of(IReadOnlyCollection<int>? itemIds) =>
        itemIds is null ? [.. prices.Values.OrderBy(price => price.ItemId)] : [.. itemIds.Select(Of).OfType<Price>()];

    /// <summary>When an item last traded, of all that is known; null before the first price.</summary>
    public DateTimeOffset? NewestTrade => prices.IsEmpty ? null : DateTimeOffset.FromUnixTimeSeconds(prices.Max(price => price.Value.Time));

    public void Set(Price price) => prices[price.ItemId] = price;

    public IEnumerable<LatestPriceRow> ToRows() =>
        prices.Values.Select(price => new LatestPriceRow { ItemId = price.ItemId, High = price.High, HighTime = price.HighTime, Low = price.Low, LowTime = price.LowTime });

    /// <summary>Loads what an earlier run stored, so that the site has prices before the first poll.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await store.LoadAsync(cancellationToken))
        {
            Set(new(row.ItemId, row.High, row.HighTime, row.Low, row.LowTime));
        }
    }
}
