using System.Buffers;
using System.Globalization;
using System.Text;
using PriceStream.Web.History;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

/// <summary>
/// The cells of a price, with the same markup in the page and in the stream's patches. They contain only numbers, so nothing needs
/// encoding.
/// </summary>
public static class PriceCells
{
    /// <summary>Shown where a side has never traded.</summary>
    public const string Missing = "–";

    public static readonly IReadOnlyList<string> Fields = ["high", "low", "margin"];

    /// <summary>The id of the element that holds an item's cells: its row, or its cards.</summary>
    public static string Place(int itemId) => string.Create(CultureInfo.InvariantCulture, $"p-{itemId}");

    /// <summary>One cell: <c>data-value</c> is the exact gp, empty for none; the text has thousands separators.</summary>
    /// <param name="field">high, low or margin.</param>
    public static string Cell(int itemId, string field, long? value)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<span class="gp" data-item="{itemId}" data-field="{field}" data-value="{value}">{Text(value)}</span>""");
    }

    public static string Cell(int itemId, string field, Price? price) => Cell(itemId, field, Value(price, field));

    /// <summary>The time of the last trade on either side.</summary>
    public static string Age(int itemId, Price? price) => Age(itemId, "time", price is { Time: > 0 } ? price.Time : null);

    /// <summary>A trade's time, from its Unix second. Without script it is an absolute time; script turns it into an age.</summary>
    /// <param name="field">time, high_time or low_time.</param>
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
    /// Writes the fragment that the stream sends to pages for a changed price: all its cells in one partial. htmx finds the target, and
    /// live-feed.js replaces the cells, because a swap by htmx for each cell costs many times as much.
    /// </summary>
    public static void WriteFragment(IBufferWriter<byte> output, Price price)
    {
        Encoding.UTF8.GetBytes($"""<hx-partial hx-target="#{Place(price.ItemId)}" hx-swap="none">""", output);
        foreach (var field in Fields)
        {
            Encoding.UTF8.GetBytes(Cell(price.ItemId, field, price), output);
        }

        Encoding.UTF8.GetBytes(Age(price.ItemId, price) + "</hx-partial>", output);
    }

    /// <summary>A number with thousands separators, or <see cref="Missing"/>.</summary>
    public static string Text(long? value) => value is { } gp ? gp.ToString("N0", CultureInfo.InvariantCulture) : Missing;

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static long? Value(Price? price, string field) => field switch
    {
        "high" => price?.High,
        "low" => price?.Low,
        "margin" => price?.Margin,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "must be high, low or margin"),
    };
}
