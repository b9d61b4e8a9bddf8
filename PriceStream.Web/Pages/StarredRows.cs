using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using PriceStream.Web.Watch;

namespace PriceStream.Web.Pages;

/// <summary>The rows of a table that was drawn for all readers, with the stars of one of them.</summary>
internal sealed class StarredRows(MarketTable table, WatchList mine) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var written = 0;
        if (!mine.IsEmpty)
        {
            foreach (var (_, place) in table.Stars.Where(star => mine.Contains(star.ItemId)))
            {
                writer.Write(table.Rows.AsSpan(written, place - written));
                writer.Write(StarButton.On);
                written = place + StarButton.Off.Length;
            }
        }

        writer.Write(table.Rows.AsSpan(written));
    }
}
