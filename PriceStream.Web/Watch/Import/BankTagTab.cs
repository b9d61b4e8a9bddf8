namespace PriceStream.Web.Watch.Import;

/// <summary>
/// A tab of RuneLite's bank tags: <c>banktags,1,NAME,ICON,ID,…</c>, then perhaps <c>layout,POSITION,ID,…</c>; or the older
/// <c>NAME,ICON,ID,…</c>.
/// </summary>
internal static class BankTagTab
{
    private const string Prefix = "banktags,";
    private const string Layout = "layout";
    private const string Format = "a RuneLite bank tag tab";

    /// <summary>Null for any other text.</summary>
    public static ImportedList? Read(string text)
    {
        if (text.StartsWith("banktaglayoutsplugin", StringComparison.OrdinalIgnoreCase))
        {
            throw new ListFormatException(
                "This is a layout of the plugin Bank Tag Layouts. In RuneLite, export the tab from Bank Tags instead.");
        }

        var tabs = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (tabs.Length > 1 && tabs.All(tab => tab.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            return new("RuneLite bank tag tabs", "", tabs.SelectMany(tab => Read(tab)!.Entries).ToList());
        }

        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return IsOlder(text, parts) ? new(Format, parts[0], Entries(parts[2..])) : null;
        }

        return parts switch
        {
            [_, "1", var name, _, ..] => new(Format, name, Entries(parts[4..])),
            [_, "1", ..] => throw new ListFormatException("This bank tag tab is not complete: it needs a name and an icon."),
            _ => throw new ListFormatException("This bank tag tab has another version than 1, the only one that can be read."),
        };
    }

    // A line of names is no tab: a tab has only numbers after its name.
    private static bool IsOlder(string text, string[] parts) =>
        parts.Length > 2
        && !text.AsSpan().ContainsAny('\n', '\t')
        && ListReader.IdOf(parts[0]) is null
        && parts[1..].All(part => part == Layout || int.TryParse(part, out _));

    private static IEnumerable<ImportedEntry> Entries(string[] parts)
    {
        var layout = Array.IndexOf(parts, Layout);
        var tagged = layout < 0 ? parts : parts[..layout];
        var laid = layout < 0 ? [] : parts[(layout + 1)..].Where((_, index) => index % 2 == 1);
        return tagged.Concat(laid.Where(part => part != "-1")).Where(part => part.Length > 0).Select(One);
    }

    private static ImportedEntry One(string part) => ListReader.IdOf(part) is { } id ? new($"{id}", id) : ListReader.Entry(part);
}
