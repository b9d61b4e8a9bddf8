using System.Buffers;
using System.Globalization;
using System.Text;
using PriceStream.Web.History;
using PriceStream.Web.Market;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>
/// Cells as HTML: the same markup whether a page renders them or the stream replaces them. They hold numbers only, so nothing in them
/// needs encoding.
/// </summary>
public static class PriceCells
{
    /// <summary>Shown where a side has never traded.</summary>
    public const string Missing = "–";

    // With the minus sign rather than a hyphen.
    private static readonly NumberFormatInfo Numbers = new() { NegativeSign = "−" };

    /// <summary>The <c>id</c> of the element that holds an item's cells: its row, or its cards.</summary>
    public static string Place(int itemId) => string.Create(CultureInfo.InvariantCulture, $"p-{itemId}");

    /// <summary>A cell of the items table that shows a number.</summary>
    public static string Cell(ItemColumn column, ListedItem listed)
    {
        var value = column.Value(listed).Number;
        return column is LiveColumn live ? LiveCell(live, listed.Item.ItemId, value) : Text(value);
    }

    /// <summary>An amount in gp: <c>data-value</c> is the exact gp, empty for none; the text has thousands separators.</summary>
    public static string Amount(int itemId, string field, long? value)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<span class="gp" data-item="{itemId}" data-field="{field}" data-value="{value}">{Text(value)}</span>""");
    }

    /// <summary>A trade's time: absolute, until script replaces the text by an age.</summary>
    /// <param name="second">Unix seconds; null where nothing was traded.</param>
    public static string Age(int itemId, string field, long? second)
    {
        if (second is null)
        {
            return $"""<time data-item="{itemId}" data-field="{field}">{Missing}</time>""";
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(second.Value);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<time data-item="{itemId}" data-field="{field}" datetime="{Iso(time)}">{time:d MMM HH:mm} UTC</time>""");
    }

    /// <summary>
    /// How the margin is calculated, or why there is none. Only an item's page has this cell. Its <c>data-value</c> changes with every
    /// change of the text.
    /// </summary>
    public static string Working(int itemId, Price? price, TaxRule tax)
    {
        var value = price is { High: { } high, Low: { } low } ? string.Create(CultureInfo.InvariantCulture, $"{high} {low}") : "";
        return $"""<span class="working" data-field="working" data-value="{value}">{WorkingText(itemId, price, tax)}</span>""";
    }

    /// <summary>A row of the table under the chart.</summary>
    public static string PointCells(HistoryPoint point)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(point.Time);
        long?[] numbers = [point.High, point.Low, point.HighVolume, point.LowVolume];
        var cells = string.Concat(numbers.Select(number => $"<td>{Text(number)}</td>"));
        return string.Create(
            CultureInfo.InvariantCulture, $"""<td><time datetime="{Iso(time)}">{time:yyyy-MM-dd HH:mm}</time></td>{cells}""");
    }

    /// <summary>
    /// Writes the fragment that the stream sends to pages for a changed price: all live cells in one partial. htmx finds the row, and the
    /// page's script updates the cells in it, because one htmx swap for each cell takes many times as long.
    /// </summary>
    public static void WriteFragment(IBufferWriter<byte> output, Price price, TaxRule tax)
    {
        Encoding.UTF8.GetBytes($"""<hx-partial hx-target="#{Place(price.ItemId)}" hx-swap="none">""", output);
        foreach (var column in ItemColumns.Live)
        {
            Encoding.UTF8.GetBytes(LiveCell(column, price.ItemId, column.Of(price, tax)), output);
        }

        Encoding.UTF8.GetBytes(Working(price.ItemId, price, tax), output);
        output.Write("</hx-partial>"u8);
    }

    /// <summary>A number with thousands separators, or <see cref="Missing"/>.</summary>
    public static string Text(long? value) => value is { } gp ? gp.ToString("N0", Numbers) : Missing;

    private static string WorkingText(int itemId, Price? price, TaxRule tax)
    {
        if (GeTax.ResellFeeOf(itemId) is { } fee)
        {
            return fee.Reason;
        }

        if (price is not { High: { } high, Low: { } low })
        {
            return "bought at instant-sell, sold at instant-buy";
        }

        var rate = tax.IsExempt(itemId) ? "no tax" : string.Create(CultureInfo.InvariantCulture, $"{tax.Percent} %");
        return $"{Text(high)} − {Text(tax.Tax(itemId, high))} ({rate}) − {Text(low)} = {Text(price.MarginUnder(tax))}";
    }

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string LiveCell(LiveColumn column, int itemId, long? value) =>
        column.Cell == CellKind.Age ? Age(itemId, column.Field, value) : Amount(itemId, column.Field, value);
}
