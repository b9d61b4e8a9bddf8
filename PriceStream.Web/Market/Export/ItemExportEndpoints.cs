using PriceStream.Web.Exports;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Market.Export;

/// <summary>The market as files for spreadsheets and programs.</summary>
public static class ItemExportEndpoints
{
    private const string FileName = "pricestream-items";

    public static void MapItemExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/items.csv", ToCsv).WithName("ExportItemsAsCsv").WithTags("Items");
        routes.MapGet("/items.ndjson", ToJsonLines).WithName("ExportItemsAsJsonLines").WithTags("Items");
    }

    /// <summary>Exports items as CSV</summary>
    /// <remarks>
    /// Every item of the list, without pages: item_id, name, and the columns that cols names, or else the preset's. RFC 4180 in UTF-8. An
    /// unknown value is an empty cell. A name that a spreadsheet would run as a formula begins with an apostrophe.
    /// </remarks>
    /// <response code="200">The items found, one a line, after a header.</response>
    /// <response code="304">The list still has the ETag that If-None-Match names.</response>
    internal static CsvFile<ListedItem> ToCsv(Parameters<ItemExportQuery> query, ItemSearch search) =>
        new(ItemTable.Of(query.Value, search), FileName);

    /// <summary>Exports items as JSON lines</summary>
    /// <remarks>The same items and columns as the CSV, one JSON object a line. An unknown value is null.</remarks>
    /// <response code="200">The items found, one object a line.</response>
    /// <response code="304">The list still has the ETag that If-None-Match names.</response>
    internal static JsonLinesFile<ListedItem> ToJsonLines(Parameters<ItemExportQuery> query, ItemSearch search) =>
        new(ItemTable.Of(query.Value, search), FileName);
}
