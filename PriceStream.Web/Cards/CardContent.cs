using System.Globalization;
using PriceStream.Web.History;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Cards;

/// <summary>What a card shows.</summary>
/// <param name="Name">The item's name.</param>
/// <param name="About">Under the name.</param>
/// <param name="Figures">The prices, the margin and the change; empty for an item without a price.</param>
/// <param name="Chart">Of the complete buckets.</param>
/// <param name="Period">Its name.</param>
/// <param name="At">The moment for which all of it holds.</param>
/// <param name="IsSimulated">The prices are those of the demo market.</param>
internal sealed record CardContent(
    string Name, string About, IReadOnlyList<CardFigure> Figures, ChartDrawing Chart, string Period, DateTimeOffset At, bool IsSimulated)
{
    /// <summary>A margin of which one side is older than this, in seconds, is no longer true.</summary>
    private const int OldAge = 3600;

    /// <summary>The item's picture as a file; null where none is kept.</summary>
    public byte[]? Picture { get; init; }

    public static CardContent Of(ListedItem listed, MarketView view, HistorySnapshot history, bool isSimulated)
    {
        var period = history.Period;
        return new(
            listed.Item.Name,
            AboutOf(listed.Item),
            listed.Price is null ? [] : FiguresOf(listed, listed.Price, view),
            new([.. history.Complete], period.Length, view.Now, period.Gap),
            period.Name,
            DateTimeOffset.FromUnixTimeSeconds(view.Now),
            isSimulated);
    }

    private static string AboutOf(Item item)
    {
        if (item.DelistedAt is { } delisted)
        {
            return string.Create(CultureInfo.InvariantCulture, $"No longer traded since {delisted:d MMM yyyy}");
        }

        return item.BuyLimit is { } limit ? $"Grand Exchange · buy limit {PriceText.Of(limit)}" : "Grand Exchange";
    }

    private static IReadOnlyList<CardFigure> FiguresOf(ListedItem listed, Price price, MarketView view)
    {
        var crossed = price.Low > price.High ? " · crossed" : "";
        return
        [
            PriceOf("high", "", price.HighTime, CardTone.High),
            PriceOf("low", crossed, price.LowTime, CardTone.Low),
            MarginOf(listed, view),
            ChangeOf(listed, view),
        ];

        CardFigure PriceOf(string key, string mark, long? time, CardTone tone)
        {
            var column = MarketColumns.Of(key);
            var gp = column.Of(listed, view);
            var note = time is { } traded ? $"{PriceText.Span(Math.Max(0, view.Now - traded))} ago" : "never traded";
            return new(column.Title + mark, PriceText.Of(gp), UnitOf(gp), note, tone, gp is null ? CardTone.Faded : CardTone.Plain);
        }
    }

    private static CardFigure MarginOf(ListedItem listed, MarketView view)
    {
        var column = MarketColumns.Of("margin");
        var margin = column.Of(listed, view);
        var age = MarketColumns.Of("age").Of(listed, view);
        var isOld = age > OldAge;
        var note = isOld ? $"prices are {PriceText.Span(age!.Value)} old" : margin is null ? FeeOf(listed) : TaxOf(listed);
        var tone = margin is null || isOld ? CardTone.Faded : CardTone.Plain;
        return new(column.Title, PriceText.Of(margin), UnitOf(margin), note, CardTone.Margin, tone);
    }

    private static CardFigure ChangeOf(ListedItem listed, MarketView view)
    {
        var column = MarketColumns.Of("change_24h");
        var change = column.Of(listed, view);
        var (sign, tone) = change switch
        {
            null => ("", CardTone.Faded),
            > 0 => ("▲", CardTone.High),
            < 0 => ("▼", CardTone.Low),
            _ => ("", CardTone.Plain),
        };
        var week = MarketColumns.Of("change_7d").Of(listed, view);
        var note = week is null ? "" : $"{PriceText.Change(week)} in 7 days";
        return new(column.Title, sign + PriceText.Change(change), "", note, CardTone.Faded, tone);
    }

    private static string TaxOf(ListedItem listed) => listed.Tax.IsExempt(listed.Item.ItemId)
        ? "no tax"
        : string.Create(CultureInfo.InvariantCulture, $"after {listed.Tax.Percent} % tax");

    private static string FeeOf(ListedItem listed) => GeTax.ResellFeeOf(listed.Item.ItemId) is { } fee
        ? string.Create(CultureInfo.InvariantCulture, $"{fee.Percent} % to sell again")
        : "";

    private static string UnitOf(long? gp) => gp is null ? "" : "gp";
}
