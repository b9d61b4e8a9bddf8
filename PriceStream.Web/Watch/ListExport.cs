using System.Text.Encodings.Web;
using System.Text.Json;

namespace PriceStream.Web.Watch;

/// <summary>Writes a list in the formats of other programs.</summary>
public static class ListExport
{
    private const string NoName = "Watchlist";

    // Names of any language stay readable. The text is never a part of HTML without its encoding.
    private static readonly WatchJsonContext Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Our own JSON.</summary>
    public static string ToJson(WatchList list) =>
        JsonSerializer.Serialize(new ListsJson(1, [new(NameOf(list), list.Ids)]), Json.ListsJson);

    /// <summary>A tab for RuneLite's bank: <c>banktags,1,NAME,ICON,ID,…</c>. Its icon is the first item. Empty for an empty list.</summary>
    public static string ToBankTags(WatchList list)
    {
        if (list.IsEmpty)
        {
            return "";
        }

        var name = NameOf(list).Replace(",", " ", StringComparison.Ordinal);
        return $"banktags,1,{name},{list.Ids[0]},{list.Text}";
    }

    private static string NameOf(WatchList list) => list.Name.Length > 0 ? list.Name : NoName;
}
