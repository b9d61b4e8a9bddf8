using nietras.SeparatedValues;

namespace PriceStream.Web.Watch.Import;

/// <summary>
/// A table with a header: our own CSV, that of Flipping Utilities and Flipping Copilot, the bank of Bank Memory, or any other with a
/// column of ids or names.
/// </summary>
internal static class ListTable
{
    private static readonly string[] IdHeaders = ["item_id", "item id", "itemid", "id"];
    private static readonly string[] NameHeaders = ["name", "item", "item name"];

    /// <summary>Null for a text whose first line is no header of such a table.</summary>
    public static ImportedList? Read(string text)
    {
        var table = WithoutComments(text);
        var header = table.Split('\n', 2)[0];
        var separator = header.Contains('\t') ? '\t' : header.Contains(';') && !header.Contains(',') ? ';' : ',';
        var columns = header.Split(separator).Select(column => column.Trim().Trim('"').ToLowerInvariant()).ToList();
        var ids = columns.FindIndex(IdHeaders.Contains);
        var names = columns.FindIndex(NameHeaders.Contains);
        var isTable = ids >= 0 || (names >= 0 && columns.Count > 1);
        if (!isTable)
        {
            return null;
        }

        var isBank = columns.Contains("item quantity");
        var format = isBank ? "a bank of Bank Memory" : FormatOf(columns, ids);
        return new(format, "", Entries(table, separator, ids, names, isBank));
    }

    private static string FormatOf(List<string> columns, int ids)
    {
        if (columns.Contains("first buy time"))
        {
            return "a CSV file of Flipping Copilot";
        }

        return ids < 0 && columns.Contains("state") ? "a CSV file of Flipping Utilities" : "a CSV file";
    }

    private static string WithoutComments(string text)
    {
        while (text.StartsWith('#'))
        {
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            text = end < 0 ? "" : text[(end + 1)..];
        }

        return text;
    }

    private static List<ImportedEntry> Entries(string table, char separator, int ids, int names, bool isBank)
    {
        try
        {
            // Quotes mean nothing between tabs, and a name may have one.
            using var reader = Sep.New(separator).Reader(options => options with
            {
                HasHeader = false,
                Unescape = separator != '\t',
                DisableQuotesParsing = separator == '\t',
                DisableColCountCheck = true,
            }).FromText(table);
            var entries = new List<ImportedEntry>();
            while (reader.MoveNext())
            {
                var row = reader.Current;
                var name = names >= 0 && names < row.ColCount ? row[names].Span : [];
                var id = ids >= 0 && ids < row.ColCount ? row[ids].Span : [];
                if (!name.IsWhiteSpace() || !id.IsWhiteSpace())
                {
                    entries.Add(Entry(id, name, isBank));
                }
            }

            return entries.Count == 0 ? entries : entries[1..];
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or ArgumentException)
        {
            throw new ListFormatException("This table cannot be read: a row of it is damaged.");
        }
    }

    private static ImportedEntry Entry(ReadOnlySpan<char> id, ReadOnlySpan<char> name, bool isBank)
    {
        var entry = ListReader.Entry(name.IsWhiteSpace() ? id : name);
        return entry with { Id = ListReader.IdOf(id.Trim()) ?? entry.Id, IsOfGame = isBank };
    }
}
