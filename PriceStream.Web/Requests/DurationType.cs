using System.Globalization;
using System.Text.RegularExpressions;

namespace PriceStream.Web.Requests;

/// <summary>A duration in whole units, such as <c>90s</c>, <c>30m</c>, <c>1h30m</c>, <c>2h</c> or <c>7d</c>.</summary>
public sealed partial class DurationType : ParameterType
{
    /// <summary>As a regular expression, for the API's description.</summary>
    public const string Pattern = "^ *(?=[0-9])([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)? *$";

    public override string Allowed => "must be a duration with a unit, such as 90s, 30m, 1h30m, 2h or 7d";

    public override object? Read(string text)
    {
        if (WithUnits().Match(text) is not { Success: true } match)
        {
            return null;
        }

        return TimeSpan.FromSeconds(86_400 * Of("d") + 3600 * Of("h") + 60 * Of("m") + Of("s"));

        long Of(string unit) => match.Groups[unit] is { Success: true } part
            ? long.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
    }

    [GeneratedRegex(
        @"\A *(?=[0-9])((?<d>[0-9]{1,6})d)?((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,6})m)?((?<s>[0-9]{1,6})s)? *\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WithUnits();
}
