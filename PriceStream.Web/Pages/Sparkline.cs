using System.Globalization;
using System.Text;

namespace PriceStream.Web.Pages;

/// <summary>A small curve without axes, as SVG. A hole in the data is a gap in the line.</summary>
internal static class Sparkline
{
    private const int Height = 20;

    /// <summary>Appends the curve, with its first and last value as its text.</summary>
    /// <param name="values">At equal distances, oldest first; null for no data.</param>
    public static void Append(StringBuilder html, IReadOnlyList<long?> values)
    {
        var known = values.OfType<long>().ToList();
        var (low, high) = (known.Min(), known.Max());
        var trend = Math.Sign(known[^1] - known[0]) switch { > 0 => " up", < 0 => " down", _ => "" };
        html.Append(CultureInfo.InvariantCulture, $"""<svg class="spark{trend}" viewBox="0 0 {values.Count - 1} {Height}" """)
            .Append("preserveAspectRatio=\"none\" role=\"img\">")
            .Append(CultureInfo.InvariantCulture, $"<title>From {known[0]:N0} to {known[^1]:N0} gp</title>")
            .Append("<path d=\"");
        AppendPath(html, values, low, Math.Max(1, high - low));
        html.Append("\"/></svg>");
    }

    private static void AppendPath(StringBuilder html, IReadOnlyList<long?> values, long low, long range)
    {
        for (var x = 0; x < values.Count; x++)
        {
            if (values[x] is not { } value)
            {
                continue;
            }

            var startsLine = x == 0 || values[x - 1] is null;
            var y = (int)(Height - (Int128)(value - low) * Height / range);
            html.Append(startsLine ? 'M' : ' ').Append(CultureInfo.InvariantCulture, $"{x} {y}");
            var isAlone = startsLine && (x == values.Count - 1 || values[x + 1] is null);
            if (isAlone)
            {
                html.Append("h0"); // a dot
            }
        }
    }
}
