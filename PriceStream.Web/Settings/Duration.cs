using System.Globalization;
using System.Text.RegularExpressions;

namespace PriceStream.Web.Settings;

/// <summary>Reads the durations that settings accept: <c>00:30:00</c>, <c>30m</c>, <c>90s</c>, <c>1h30m</c>, <c>1d</c>.</summary>
internal static partial class Duration
{
    /// <summary>Completes the sentence "allowed: …".</summary>
    public const string Allowed = "a duration such as 00:30:00, 30m, 90s, 1h30m or 1d";

    /// <summary>Returns null for text that is not a duration, such as a number without a unit.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (WithUnits().Match(text) is { Success: true, Length: > 0 } units)
        {
            return Sum(units);
        }

        // TimeSpan would parse "30" as thirty days and "24:00:00" as twenty-four.
        if (Hours().Match(text) is { Success: true } hours)
        {
            return Sum(hours);
        }

        return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static TimeSpan? Sum(Match match)
    {
        var milliseconds = Of("d") * 86_400_000 + Of("h") * 3_600_000 + Of("m") * 60_000 + Of("s") * 1000 + Of("ms");
        return milliseconds <= int.MaxValue * 1000.0 ? TimeSpan.FromMilliseconds(milliseconds) : null;

        double Of(string unit) => match.Groups[unit] is { Success: true } part
            ? double.Parse(part.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
    }

    [GeneratedRegex(
        @"^(?:(?<d>\d+) ?d ?)?(?:(?<h>\d+) ?h ?)?(?:(?<m>\d+) ?m ?)?(?:(?<s>\d+) ?s ?)?(?:(?<ms>\d+) ?ms)?$",
        RegexOptions.IgnoreCase | RegexOptions.ECMAScript)]
    private static partial Regex WithUnits();

    [GeneratedRegex(@"^(?<h>\d+):(?<m>[0-5]\d):(?<s>[0-5]\d)$", RegexOptions.ECMAScript)]
    private static partial Regex Hours();
}
