namespace PriceStream.Web.Exports;

/// <summary>Rows to export, which do not change meanwhile.</summary>
public sealed record ExportTable<TRow>(IReadOnlyList<ExportColumn<TRow>> Columns, IReadOnlyCollection<TRow> Rows);
