using System.Globalization;
using System.Text.RegularExpressions;

namespace PriceStream.Web.Requests;

/// <summary>A date, which is its midnight, or an ISO 8601 time. Both are in UTC unless a time has an offset.</summary>
public sealed partial class TimeType : ParameterType
{
    /// <summary>As a regular expression, for the API's description.</summary>
    public const string Pattern = @"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?)?$";

    public override string Allowed => "must be a date or an ISO 8601 time, such as 2025-05-01 or 2025-05-01T18:30:00Z";

    public override object? Read(string text) => Parse(text);

    /// <summary>Returns the time in UTC; null for any other text.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return Shape().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) ? time : null;
    }

    /// <summary>The time as the API writes it, in whole seconds.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
