using System.Globalization;

namespace PriceStream.Web.Prices;

/// <summary>Numbers as the site writes them, on its pages, in feeds and on cards.</summary>
public static class PriceText
{
    /// <summary>Shown where a value is not known.</summary>
    public const string Missing = "–";

    // With the minus sign rather than a hyphen.
    private static readonly NumberFormatInfo Numbers = new() { NegativeSign = "−" };

    private static readonly (int Size, string Unit, int Below)[] Spans =
        [(1, "s", 60), (60, "min", 3600), (3600, "h", 2 * 86_400), (86_400, "days", int.MaxValue)];

    /// <summary>A number with thousands separators, or <see cref="Missing"/>.</summary>
    public static string Of(long? value) => value is { } number ? number.ToString("N0", Numbers) : Missing;

    /// <summary>A percentage with two decimals.</summary>
    public static string Percent(long hundredths) => (hundredths / 100m).ToString("N2", Numbers);

    /// <summary>A change in percent, with its sign; <see cref="Missing"/> for none.</summary>
    public static string Change(long? hundredths) =>
        hundredths is { } known ? $"{(known > 0 ? "+" : "")}{Percent(known)} %" : Missing;

    /// <summary>A number of seconds in the largest unit that suits it: 59 s, 2 min, 47 h, 3 days.</summary>
    public static string Span(long seconds)
    {
        var (size, unit, _) = Spans.First(span => seconds < span.Below);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / size} {unit}");
    }
}
