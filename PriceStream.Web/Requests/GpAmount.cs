using System.Globalization;
using System.Text.RegularExpressions;

namespace PriceStream.Web.Requests;

/// <summary>
/// Reads amounts as players write them: <c>10k</c>, <c>1.5m</c>, <c>2b</c>, <c>1,234,567</c>, <c>500 k gp</c>. An amount is digits, or
/// digits in groups of three with commas; then a decimal part, then k, m or b, then gp, in any case. Spaces may stand around the amount
/// and before a suffix.
/// </summary>
public static partial class GpAmount
{
    public const long Max = 1_000_000_000_000;

    /// <summary>Completes the sentence "the parameter …".</summary>
    public const string Allowed = "must be an amount from 0 to 1,000,000,000,000, such as 250000, 1,234,567, 10k, 1.5m or 2b";

    /// <summary>The same as a regular expression, for the API's description.</summary>
    public const string Pattern = @"^ *([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?( *[kKmMbB])?( *[gG][pP])? *$";

    private const int Billion = 1_000_000_000;
    private const int FractionDigits = 9; // further digits are less than one gp, even of a billion

    /// <summary>Returns the amount, rounded down to whole gp; null for any other text.</summary>
    public static long? Parse(string text)
    {
        if (Amount().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var unit = UnitOf(match.Groups["unit"].ValueSpan);
        var digits = match.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) || whole > Max / unit)
        {
            return null;
        }

        var amount = whole * unit + BillionthsOf(match.Groups["fraction"].Value) * unit / Billion;
        return amount <= Max ? amount : null;
    }

    private static long UnitOf(ReadOnlySpan<char> suffix) => suffix switch
    {
        "k" or "K" => 1000,
        "m" or "M" => 1_000_000,
        "b" or "B" => Billion,
        _ => 1,
    };

    private static long BillionthsOf(string digits)
    {
        var kept = digits.Length > FractionDigits ? digits[..FractionDigits] : digits.PadRight(FractionDigits, '0');
        return long.Parse(kept, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        @"\A *(?<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?<fraction>[0-9]+))?(?: *(?<unit>[kKmMbB]))?(?: *[gG][pP])? *\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Amount();
}
