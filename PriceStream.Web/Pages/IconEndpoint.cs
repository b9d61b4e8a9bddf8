using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;
using PriceStream.Web.Items;
using PriceStream.Web.Items.Icons;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Pages;

/// <summary>
/// Pictures of items at the site's own addresses. The answer never waits for the picture source: until a picture has been fetched, and
/// where there is none, it is a drawn coin.
/// </summary>
public static class IconEndpoint
{
    private const string ForAYear = "public, max-age=31536000, immutable";
    private const string ForAMinute = "public, max-age=60";

    /// <summary>Without a cache, there are no such addresses.</summary>
    public static void MapIcons(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<ItemIcons>().Mode == IconMode.Cached)
        {
            routes.MapGet("/icons/{id:int}", GetAsync).ExcludeFromDescription().WithHead();
        }
    }

    private static async Task<IResult> GetAsync(
        int id, string? v, HttpResponse response, Catalogue catalogue, ItemPictures pictures, CancellationToken cancellationToken)
    {
        if (catalogue.Find(id) is not { } item)
        {
            return TypedResults.NotFound();
        }

        if (await pictures.FindAsync(item, cancellationToken) is not { } picture)
        {
            response.Headers.CacheControl = ForAMinute;
            return TypedResults.Text(CoinOf(item), "image/svg+xml", Encoding.UTF8);
        }

        // The content behind any other address may change.
        response.Headers.CacheControl = v == picture.Version ? ForAYear : ForAMinute;
        return TypedResults.Bytes(
            picture.Content, picture.MediaType, entityTag: new EntityTagHeaderValue($"\"{picture.Version}\""));
    }

    // The coin of wwwroot/css/items.css, in colours that suit light and dark pages. A style would need another policy.
    private static string CoinOf(Item item)
    {
        var letter = HtmlEncoder.Default.Encode(item.Name[..Math.Min(1, item.Name.Length)]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32">
            <circle cx="16" cy="16" r="15.5" fill="#a9883f"/><circle cx="16" cy="16" r="12.5" fill="#f1e3bf"/>
            <text x="16" y="21.5" fill="#7d5310" text-anchor="middle"
            font-family="Georgia,serif" font-size="16" font-weight="600">{letter}</text>
            </svg>
            """);
    }
}
