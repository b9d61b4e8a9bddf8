using System.Text.RegularExpressions;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Requests;

/// <summary>A duration in whole units, such as <c>90s</c>, <c>30m</c>, <c>1h30m</c>, <c>2h</c> or <c>7d</c>.</summary>
public sealed partial class DurationType : ParameterType
{
    /// <summary>As a regular expression, for the API's description.</summary>
    public const string Pattern = "^ *(?=[0-9])([0-9]{1,4}d)?([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)? *$";

    public override string Allowed => "must be a duration with a unit, such as 90s, 30m, 1h30m, 2h or 7d";

    public override object? Read(string text) => Shape().IsMatch(text) ? Duration.Parse(text.Trim(' ')) : null;

    // Settings also accept 00:30:00 and milliseconds.
    [GeneratedRegex(
        @"\A *(?=[0-9])([0-9]{1,4}d)?([0-9]{1,5}h)?([0-9]{1,6}m)?([0-9]{1,7}s)? *\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
