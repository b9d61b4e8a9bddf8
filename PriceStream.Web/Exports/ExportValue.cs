using System.Text.Json;
using nietras.SeparatedValues;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Exports;

/// <summary>One cell of a table, in the units of the JSON API. The default value is an unknown one.</summary>
public readonly struct ExportValue
{
    private const decimal HundredthsPerPercent = 100m;

    private readonly Kind kind;
    private readonly long number;
    private readonly object? content;

    private ExportValue(Kind kind, long number, object? content = null) => (this.kind, this.number, this.content) = (kind, number, content);

    private enum Kind
    {
        Unknown,
        Text,
        Whole,
        Percent,
        Time,
        Curve,
    }

    public static ExportValue Text(string text) => new(Kind.Text, 0, text);

    public static ExportValue Whole(long? number) => Of(Kind.Whole, number);

    /// <summary>A percentage, from hundredths of a percent.</summary>
    public static ExportValue Percent(long? hundredths) => Of(Kind.Percent, hundredths);

    /// <summary>A time, from a Unix second.</summary>
    public static ExportValue Time(long? second) => Of(Kind.Time, second);

    /// <summary>Several numbers in one cell. A hole is null.</summary>
    public static ExportValue Curve(IReadOnlyList<long?>? points) => points is null ? default : new(Kind.Curve, 0, points);

    /// <summary>Writes the cell of a CSV file, empty for an unknown value. Only a text can be taken for a formula.</summary>
    internal void WriteTo(SepWriter.Col cell)
    {
        switch (kind)
        {
            case Kind.Text:
                cell.Set(SpreadsheetText.WithoutFormula((string)content!));
                break;
            case Kind.Whole:
                cell.Format(number);
                break;
            case Kind.Percent:
                cell.Format(number / HundredthsPerPercent);
                break;
            case Kind.Time:
                cell.Set(TimeText());
                break;
            case Kind.Curve:
                cell.Set(string.Join(' ', Points().Select(point => point is { } known ? $"{known}" : "null")));
                break;
            default:
                cell.Set("");
                break;
        }
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        switch (kind)
        {
            case Kind.Text:
                json.WriteStringValue((string)content!);
                break;
            case Kind.Whole:
                json.WriteNumberValue(number);
                break;
            case Kind.Percent:
                json.WriteNumberValue(number / HundredthsPerPercent);
                break;
            case Kind.Time:
                json.WriteStringValue(TimeText());
                break;
            case Kind.Curve:
                WriteCurveTo(json);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private void WriteCurveTo(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var point in Points())
        {
            Whole(point).WriteTo(json);
        }

        json.WriteEndArray();
    }

    private static ExportValue Of(Kind kind, long? number) => number is { } known ? new(kind, known) : default;

    private string TimeText() => TimeType.Text(DateTimeOffset.FromUnixTimeSeconds(number));

    private IReadOnlyList<long?> Points() => (IReadOnlyList<long?>)content!;
}
