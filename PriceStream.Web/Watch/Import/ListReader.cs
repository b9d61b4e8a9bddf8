using System.Globalization;

namespace PriceStream.Web.Watch.Import;

/// <summary>Recognises a text by its shape.</summary>
internal static class ListReader
{
    private const int MaxEntryLength = 100;

    /// <exception cref="ListFormatException">The text has nothing to import.</exception>
    public static ImportedList Read(string text)
    {
        var trimmed = text.Trim().Trim('\uFEFF').Trim(); // some editors begin a file with a byte order mark
        if (trimmed.Length == 0)
        {
            throw new ListFormatException("There is nothing to import. Paste a list, or choose a file.");
        }

        if (trimmed[0] is '{' or '[')
        {
            return JsonLists.Read(trimmed);
        }

        // A link first: its ids make it look like an older tab, whose name may be anything.
        return LinkOf(trimmed) ?? BankTagTab.Read(trimmed) ?? ListTable.Read(trimmed) ?? PlainList.Read(trimmed);
    }

    /// <summary>An entry that is a name, an id, or anything else.</summary>
    public static ImportedEntry Entry(ReadOnlySpan<char> text)
    {
        var entry = text.Trim();
        entry = entry.Length > MaxEntryLength ? entry[..MaxEntryLength] : entry;
        return new(entry.ToString(), IdOf(entry));
    }

    /// <summary>An id of RuneLite, which is negative for an item together with its variations.</summary>
    public static int? IdOf(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id is not (0 or int.MinValue)
            ? Math.Abs(id)
            : null;

    private static ImportedList? LinkOf(string text) => WatchAddress.Parse(text) is { } list
        ? new("a link", list.Name, list.Ids.Select(id => new ImportedEntry($"{id}", id)))
        : null;
}
