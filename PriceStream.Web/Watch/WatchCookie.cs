using System.Globalization;

namespace PriceStream.Web.Watch;

/// <summary>The reader's own list as the text of a cookie: ids with dots between them, such as <c>2.4151.561</c>.</summary>
public static class WatchCookie
{
    public const string Name = "ps_watch";

    /// <summary>The most bytes of the name, the equals sign and the text.</summary>
    public const int MaxSize = 1500;

    private const int MaxText = MaxSize - 9; // the name and the equals sign

    /// <summary>Reads what the browser sent, which anybody may have edited. It skips what is no id, and stops after 200 parts.</summary>
    public static WatchList Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return WatchList.Empty;
        }

        var ids = new List<int>();
        var parts = 0;
        foreach (var range in text.AsSpan().Split('.'))
        {
            if (parts++ == WatchList.MaxItems)
            {
                break;
            }

            if (int.TryParse(text.AsSpan()[range], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                ids.Add(id);
            }
        }

        return WatchList.Of(ids);
    }

    public static string Format(WatchList list) => string.Join('.', list.Ids);

    /// <summary>The beginning of a list that a cookie can hold. Only ids longer than those of the game make it shorter.</summary>
    public static WatchList Fit(WatchList list)
    {
        var (size, count) = (-1, 0);
        foreach (var id in list.Ids)
        {
            size += 1 + id.ToString(CultureInfo.InvariantCulture).Length;
            if (size > MaxText)
            {
                return WatchList.Of(list.Ids.Take(count), list.Name);
            }

            count++;
        }

        return list;
    }
}
