using System.Globalization;
using System.Text.Json;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Prices;

/// <summary>A rule as a file has it: null where it leaves a field out.</summary>
internal sealed record TaxRuleDraft(
    DateTimeOffset From, int BasisPoints, long? Cap, IReadOnlyList<int>? Exempt, string? Source, DateOnly? Checked)
{
    private const int MaxPercent = 50;
    private const int MaxSourceLength = 500;

    private static readonly string[] Fields = ["from", "percent", "cap", "exempt", "source", "checked"];

    /// <param name="name">The place of the rule in its file, for errors.</param>
    /// <param name="errors">Gets an error for each wrong field.</param>
    /// <returns>Null when a field is wrong.</returns>
    public static TaxRuleDraft? Read(JsonElement rule, string name, List<string> errors)
    {
        if (rule.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"a file in which {name} is an object");
            return null;
        }

        var before = errors.Count;
        foreach (var field in rule.EnumerateObject().Select(field => field.Name).Except(Fields))
        {
            errors.Add($"a file in which {name} has no '{field}', but only {string.Join(", ", Fields)}");
        }

        var earliest = TimeType.Text(GeTax.Known[0].From);
        var from = Take(rule, "from", ReadFrom, $"a date or an ISO 8601 time after {earliest}", isRequired: true);
        var rate = $"a number from 0 to {MaxPercent} with at most two decimals";
        var percent = Take(rule, "percent", ReadBasisPoints, rate, isRequired: true);
        var cap = Take(rule, "cap", ReadCap, "a whole number of gp from 0 to 1000000000000");
        var exempt = Take(rule, "exempt", ReadIds, "a list of positive integers");
        var source = Take(rule, "source", ReadText, $"a text of 1 to {MaxSourceLength} characters");
        var day = Take(rule, "checked", ReadDay, "a date such as 2026-10-07");
        return errors.Count > before
            ? null
            : new((DateTimeOffset)from!, (int)percent!, (long?)cap, (int[]?)exempt, (string?)source, (DateOnly?)day);

        object? Take(JsonElement parent, string field, Func<JsonElement, object?> read, string allowed, bool isRequired = false)
        {
            var isThere = parent.TryGetProperty(field, out var value);
            var result = isThere ? read(value) : null;
            if (result is null && (isThere || isRequired))
            {
                errors.Add($"a file in which {name}.{field} is {allowed}");
            }

            return result;
        }
    }

    private static object? ReadFrom(JsonElement value) =>
        ReadText(value) is string text && TimeType.Parse(text) is { } time && time > GeTax.Known[0].From ? time : null;

    private static object? ReadBasisPoints(JsonElement value)
    {
        var isNumber = value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var percent) && percent is >= 0 and <= MaxPercent;
        var points = isNumber ? value.GetDecimal() * 100 : -1;
        return points >= 0 && points == decimal.Truncate(points) ? (int)points : null;
    }

    private static object? ReadCap(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var cap) && cap is >= 0 and <= GpAmount.Max ? cap : null;

    private static object? ReadIds(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var ids = value.EnumerateArray().Select(ReadId).ToList();
        return ids.All(id => id > 0) ? ids.ToArray() : null;
    }

    private static int ReadId(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id) ? id : 0;

    private static object? ReadText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxSourceLength } text ? text : null;

    private static object? ReadDay(JsonElement value) =>
        ReadText(value) is string text
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
