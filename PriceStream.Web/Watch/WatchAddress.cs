using System.Globalization;

namespace PriceStream.Web.Watch;

/// <summary>A list in an address: <c>watch=2,4151&amp;list=Herbs</c>.</summary>
public static class WatchAddress
{
    /// <summary>The query string, without the question mark.</summary>
    public static string Format(WatchList list) =>
        list.Name.Length == 0 ? $"watch={list.Text}" : $"watch={list.Text}&list={Uri.EscapeDataString(list.Name)}";

    /// <summary>Reads the list from an address of any host, also where its commas are escaped. Null for any other text.</summary>
    /// <returns>All of its ids, which may be more than a list can have.</returns>
    public static (IReadOnlyList<int> Ids, string Name)? Parse(string address)
    {
        var start = address.IndexOf('?', StringComparison.Ordinal);
        if (start < 0 || address.Any(char.IsWhiteSpace))
        {
            return null;
        }

        var query = address[(start + 1)..].Split('#', 2)[0];
        List<int>? ids = null;
        var name = "";
        foreach (var parameter in query.Split('&'))
        {
            if (parameter.StartsWith("watch=", StringComparison.OrdinalIgnoreCase))
            {
                ids = [.. Decode(parameter[6..]).Split(',').Select(Id).OfType<int>()];
            }
            else if (parameter.StartsWith("list=", StringComparison.OrdinalIgnoreCase))
            {
                name = Decode(parameter[5..]);
            }
        }

        return ids is null ? null : (ids, name);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static int? Id(string text) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
