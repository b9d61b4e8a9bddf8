using System.Text.Json.Nodes;
using PriceStream.Web.Requests;

namespace PriceStream.Tests.OpenApi;

/// <summary>Values at the limits that a parameter's schema documents.</summary>
internal static class ParameterProbe
{
    /// <summary>No parameter but a free text may be this.</summary>
    public const string Nonsense = "no-such-value";

    /// <summary>Values just inside.</summary>
    public static IEnumerable<string> Inside(JsonNode schema) => (string)schema["type"]! switch
    {
        "integer" => [(string)schema["minimum"]!.ToString(), schema["maximum"]!.ToString()],
        "boolean" => ["true", "false"],
        "array" => [.. Inside(schema["items"]!), List(schema, (int)schema["maxItems"]!)],
        _ when schema["enum"] is { } names => names.AsArray().Select(name => (string)name!),
        _ when (string?)schema["pattern"] == GpAmount.Pattern => ["0", "1,234.5k", "1000 b GP"],
        _ when (string?)schema["pattern"] == TimeType.Pattern => ["0001-01-01", "9999-12-31T23:59:59Z"],
        _ when (string?)schema["pattern"] == PercentType.Pattern => ["0", "2.5%", "999999999.99"],
        _ when (string?)schema["pattern"] == PercentType.SignedPattern => ["0", "-2.5 %", "999999999.99"],
        _ when (string?)schema["pattern"] == DurationType.Pattern => ["0s", "1h30m", "9999d99999h999999m9999999s"],
        _ => ["x", new string('x', (int)schema["maxLength"]!)],
    };

    /// <summary>Values just outside, of the wrong type, and none; without a value, a path is another one.</summary>
    public static IEnumerable<string> Outside(JsonObject parameter) =>
        [.. Outside(parameter["schema"]!), .. (string)parameter["in"]! == "query" ? (string[])[""] : []];

    private static IEnumerable<string> Outside(JsonNode schema) => (string)schema["type"]! switch
    {
        "integer" => [$"{(long)schema["minimum"]! - 1}", $"{(long)schema["maximum"]! + 1}", "1.5", Nonsense],
        "boolean" => ["1", Nonsense],
        "array" => [.. Outside(schema["items"]!), List(schema, (int)schema["maxItems"]! + 1)],
        _ when schema["enum"] is not null => [Nonsense],
        _ when (string?)schema["pattern"] == GpAmount.Pattern => ["-1", "1000000000001", "1,23", "5kk", Nonsense],
        _ when (string?)schema["pattern"] == TimeType.Pattern => ["2025-02-30", "10000-01-01", Nonsense],
        _ when (string?)schema["pattern"] == PercentType.Pattern => ["-1", "1.234", "1,5", "1e2", Nonsense],
        _ when (string?)schema["pattern"] == PercentType.SignedPattern => ["--1", "1.234", "1,5", Nonsense],
        _ when (string?)schema["pattern"] == DurationType.Pattern => ["60", "10000d", "-1h", "1.5h", "1h 30m", Nonsense],
        _ => [new string('x', (int)schema["maxLength"]! + 1)],
    };

    private static string List(JsonNode schema, int count)
    {
        var items = schema["items"]!;
        return items["enum"] is { } names
            ? string.Join(',', names.AsArray().Select(name => (string)name!).Append(Nonsense).Take(count))
            : string.Join(',', Enumerable.Range((int)items["minimum"]!, count));
    }
}
