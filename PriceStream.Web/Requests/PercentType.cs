using System.Globalization;
using System.Text.RegularExpressions;

namespace PriceStream.Web.Requests;

/// <summary>A percentage with at most two decimals, such as <c>2</c>, <c>2.5</c> or <c>2.5%</c>, read as hundredths of a percent.</summary>
/// <param name="mayBeNegative">Whether a minus may stand before it.</param>
public sealed partial class PercentType(bool mayBeNegative) : ParameterType
{
    /// <summary>As a regular expression, for the API's description.</summary>
    public const string Pattern = @"^ *[0-9]{1,9}(\.[0-9]{1,2})? *%? *$";

    /// <summary>The same with a minus.</summary>
    public const string SignedPattern = @"^ *-?[0-9]{1,9}(\.[0-9]{1,2})? *%? *$";

    public bool MayBeNegative => mayBeNegative;

    public override string Allowed => mayBeNegative
        ? "must be a percentage with at most two decimals, such as 2, 2.5%, or -10"
        : "must be a percentage from 0 with at most two decimals, such as 2 or 2.5%";

    public override object? Read(string text)
    {
        if (Percentage().Match(text) is not { Success: true } match || (!mayBeNegative && match.Groups["minus"].Success))
        {
            return null;
        }

        var hundredths = (long)(decimal.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * 100);
        return new Percent(match.Groups["minus"].Success ? -hundredths : hundredths);
    }

    [GeneratedRegex(
        @"\A *(?<minus>-)?(?<number>[0-9]{1,9}(\.[0-9]{1,2})?) *%? *\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Percentage();
}
