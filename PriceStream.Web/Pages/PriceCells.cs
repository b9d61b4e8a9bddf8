using System.Buffers;
using System.Globalization;
using System.Text;
using PriceStream.Web.History;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>
/// Cells that follow from a price, as HTML: the same markup whether a page renders them or the stream replaces them. They hold numbers
/// only, so nothing in them needs encoding.
/// </summary>
public static class PriceCells
{
    /// <summary>Shown where a value is not known.</summary>
    public const string Missing = PriceText.Missing;

    /// <summary>A margin of which one side is older than this, in seconds, is shown as old.</summary>
    private const int OldAge = 3600;

    /// <summary>The <c>id</c> of the element that holds an item's cells: its row, or its cards.</summary>
    public static string Place(int itemId) => string.Create(CultureInfo.InvariantCulture, $"p-{itemId}");

    /// <summary>An amount in gp: <c>data-value</c> is the exact gp, empty for none; the text has thousands separators.</summary>
    public static string Amount(int itemId, string field, long? value)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<span class="gp" data-item="{itemId}" data-field="{field}" data-value="{value}">{Text(value)}</span>""");
    }

    /// <summary>A trade's time: absolute, until script replaces the text by an age.</summary>
    /// <param name="second">Unix seconds; null where nothing was traded.</param>
    public static string Trade(int itemId, string field, long? second)
    {
        if (second is null)
        {
            return $"""<time data-item="{itemId}" data-field="{field}" data-value="">{Missing}</time>""";
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(second.Value);
        var place = $"""data-item="{itemId}" data-field="{field}" data-value="{second}" """;
        return string.Create(CultureInfo.InvariantCulture, $"""<time {place}datetime="{Iso(time)}">{time:d MMM HH:mm} UTC</time>""");
    }

    /// <summary>How long ago the older of the two sides traded. <c>data-value</c> is the age in seconds when this was written.</summary>
    /// <param name="now">The Unix second from which the age is counted.</param>
    public static string Age(int itemId, Price? price, long now)
    {
        if (price is not { HighTime: { } high, LowTime: { } low })
        {
            return $"""<time data-item="{itemId}" data-field="age" data-value="">{Missing}</time>""";
        }

        var older = Math.Min(high, low);
        var age = Math.Max(0, now - older);
        var old = age > OldAge ? " data-old" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<time data-item="{itemId}" data-field="age" data-value="{age}" datetime="{Iso(older)}"{old}>{Span(age)} old</time>""");
    }

    /// <summary>Marks a price whose instant-sell is above its instant-buy; empty for any other.</summary>
    public static string Crossed(Price? price)
    {
        var text = price is { High: { } high, Low: { } low } && low > high ? "crossed" : "";
        return $"""<span class="crossed" data-field="crossed" data-value="{text}">{text}</span>""";
    }

    /// <summary>How the margin is calculated, or why there is none.</summary>
    public static string Working(int itemId, Price? price, TaxRule tax)
    {
        if (GeTax.ResellFeeOf(itemId) is { } fee)
        {
            return fee.Reason;
        }

        if (price is not { High: { } high, Low: { } low })
        {
            return "bought at instant-sell, sold at instant-buy";
        }

        var taxed = $"{Text(tax.Tax(itemId, high))} ({Rate(itemId, tax)})";
        return $"{Text(high)} − {taxed} − {Text(low)} = {Text(price.MarginUnder(tax))}";
    }

    /// <summary>An item's rate of the tax, in words.</summary>
    public static string Rate(int itemId, TaxRule tax) =>
        tax.IsExempt(itemId) ? "no tax" : string.Create(CultureInfo.InvariantCulture, $"{tax.Percent} %");

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
    /// Writes the fragment that the stream sends to pages for a changed price: all cells that follow from it, in one partial. htmx finds
    /// the row, and the page's script updates the cells in it, because one htmx swap for each cell takes many times as long.
    /// </summary>
    public static void WriteFragment(IBufferWriter<byte> output, Price price, TaxRule tax, long now)
    {
        var id = price.ItemId;
        Encoding.UTF8.GetBytes(Partial(id), output);
        Encoding.UTF8.GetBytes(Amount(id, "high", price.High), output);
        Encoding.UTF8.GetBytes(Amount(id, "low", price.Low), output);
        Encoding.UTF8.GetBytes(Amount(id, "margin", price.MarginUnder(tax)), output);
        Encoding.UTF8.GetBytes(Trade(id, "traded", price.Time > 0 ? price.Time : null), output);
        Encoding.UTF8.GetBytes(Age(id, price, now), output);
        Encoding.UTF8.GetBytes(Crossed(price), output);
        output.Write("</hx-partial>"u8);
    }

    /// <summary>The start of a partial that updates an item's cells.</summary>
    public static string Partial(int itemId) => $"""<hx-partial hx-target="#{Place(itemId)}" hx-swap="none">""";

    /// <summary>A number with thousands separators, or <see cref="Missing"/>.</summary>
    public static string Text(long? value) => PriceText.Of(value);

    /// <summary>A percentage with two decimals.</summary>
    public static string Percent(long hundredths) => PriceText.Percent(hundredths);

    /// <summary>A number of seconds in the largest unit that suits it: 59 s, 2 min, 47 h, 3 days.</summary>
    public static string Span(long seconds) => PriceText.Span(seconds);

    private static string Iso(long second) => Iso(DateTimeOffset.FromUnixTimeSeconds(second));

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
