namespace PriceStream.Web.Exports;

/// <summary>A column of an exported table.</summary>
/// <param name="Name">Its header in CSV, and its field in JSON.</param>
/// <param name="Of">Returns a row's value.</param>
public sealed record ExportColumn<TRow>(string Name, Func<TRow, ExportValue> Of);
