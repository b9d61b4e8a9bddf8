using System.Text;
using System.Xml;
using Microsoft.Net.Http.Headers;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages;

/// <summary>
/// Every page that a search engine should know, by the rules of sitemaps.org. It is kept for the last address that asked, because a site
/// seldom has two, until the catalogue changes.
/// </summary>
public sealed class Sitemap(Catalogue catalogue)
{
    /// <summary>The most addresses that a sitemap may have.</summary>
    public const int MaxPages = 50_000;

    private const string Format = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private static readonly XmlWriterSettings Utf8 = new() { Encoding = new UTF8Encoding(false) };

    /// <summary>The pages that are no item's.</summary>
    public static readonly IReadOnlyList<string> Others =
    [
        .. MarketPreset.All.Where(preset => preset != MarketPreset.Watch).Select(MarketHead.PathOf),
        "tax",
        "columns",
    ];

    private volatile Content content = new([], "", [], new("\"\""));

    /// <summary>Returns the sitemap and its tag.</summary>
    /// <param name="site">The site's own address, with a slash at its end.</param>
    public (byte[] Body, EntityTagHeaderValue Tag) Of(string site)
    {
        var (known, items) = (content, catalogue.ByName);
        if (!ReferenceEquals(known.Items, items) || known.Site != site)
        {
            var body = Write(site, items);
            content = known = new(items, site, body, ContentTag.Of(body));
        }

        return (known.Body, known.Tag);
    }

    private static byte[] Write(string site, IReadOnlyList<Item> items)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, Utf8))
        {
            xml.WriteStartElement("urlset", Format);
            var paths = items.Select(item => $"items/{item.ItemId}/{ItemSlug.Of(item.Name)}");
            foreach (var path in Others.Concat(paths).Take(MaxPages))
            {
                xml.WriteStartElement("url", Format);
                xml.WriteElementString("loc", Format, site + path);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return output.ToArray();
    }

    private sealed record Content(IReadOnlyList<Item> Items, string Site, byte[] Body, EntityTagHeaderValue Tag);
}
