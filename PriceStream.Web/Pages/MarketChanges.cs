using System.Text;
using PriceStream.Web.Market;

namespace PriceStream.Web.Pages;

/// <summary>What has changed of a list since a page rendered it.</summary>
public sealed class MarketChanges(IndexModel page, IReadOnlyList<int> shown, ItemSearch search)
{
    // The stream keeps these current on every page, from the newest price.
    private static readonly string[] Streamed = ["high", "low", "age", "traded", "spark"];

    private readonly Dictionary<int, int> places =
        page.List.Items.Select((listed, place) => (listed.Item.ItemId, place)).ToDictionary(row => row.ItemId, row => row.place);

    public string PageUrl { get; } = page.PageUrl(page.List.Page);

    /// <summary>How many of the shown rows would now stand elsewhere: the fewest that must move so that the others are in order.</summary>
    public int Moved
    {
        get
        {
            var ends = new List<int>(); // of the runs that are in order: for each length, the lowest place of a last row
            foreach (var place in shown.Select(PlaceOf).OfType<int>())
            {
                var length = ends.BinarySearch(place);
                length = length < 0 ? ~length : length;
                if (length == ends.Count)
                {
                    ends.Add(place);
                }
                else
                {
                    ends[length] = place;
                }
            }

            return shown.Count - ends.Count;
        }
    }

    /// <summary>The cells of the shown rows, in the partials that the stream uses too.</summary>
    public string Cells()
    {
        var view = page.List.View;
        var columns = page.Table.Columns.Where(column => !Streamed.Contains(column.Key)).ToList();
        var html = new StringBuilder();
        foreach (var listed in shown.Select(search.Find).OfType<ListedItem>())
        {
            html.Append(PriceCells.Partial(listed.Item.ItemId));
            foreach (var column in columns)
            {
                MarketCell.Append(html, column, listed, view);
            }

            html.Append("</hx-partial>");
        }

        return html.ToString();
    }

    // Null for a row that is no longer on the page.
    private int? PlaceOf(int itemId) => places.TryGetValue(itemId, out var place) ? place : null;
}
