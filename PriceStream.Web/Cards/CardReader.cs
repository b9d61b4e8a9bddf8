using PriceStream.Web.History;
using PriceStream.Web.Items.Icons;
using PriceStream.Web.Market;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Cards;

/// <summary>Reads what a card shows and draws it.</summary>
public sealed class CardReader(ItemSearch search, PriceHistory histories, UpstreamMonitor monitor, ItemPictures pictures)
{
    /// <param name="key">Of an item that the catalogue has.</param>
    public async Task<PriceCard> RenderAsync(CardKey key)
    {
        var content = await ReadAsync(key);
        return new(CardDrawing.Draw(content), PriceCard.WindowOf(content.At));
    }

    internal async Task<CardContent> ReadAsync(CardKey key)
    {
        // A robot that reads every page must not make the site fetch the past of every item.
        var history = await histories.ReadAheadAsync(key.ItemId, key.Period, sample: true, skipCache: false, CancellationToken.None);
        var listed = search.Find(key.ItemId)!;
        var picture = await pictures.FindAsync(listed.Item, CancellationToken.None);
        return CardContent.Of(listed, search.View(Basis.Last), history!, monitor.IsSimulated) with { Picture = picture?.Content };
    }
}
