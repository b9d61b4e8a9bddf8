using System.Text.Json;

namespace PriceStream.Web.Upstream;

/// <summary>A number as the upstream may write it: 5, 5.0, 123.5, 5e2. Absent and null are the same.</summary>
/// <param name="Value">Null when the number is absent, or odd.</param>
/// <param name="IsOdd">There is something, but no number that a long could hold.</param>
internal readonly record struct UpstreamNumber(decimal? Value, bool IsOdd)
{
    private const decimal Limit = 9_223_372_036_854_775_807m;

    /// <summary>Rounded half up.</summary>
    public long? Rounded => Value is { } value ? (long)decimal.Floor(value + (value < Limit - 1 ? 0.5m : 0)) : null;

    /// <summary>Reads the value at which the reader stands, and leaves the reader at its end.</summary>
    public static UpstreamNumber Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) && Math.Abs(value) <= Limit)
        {
            return new(value, false);
        }

        reader.Skip();
        return new(null, true);
    }
}
