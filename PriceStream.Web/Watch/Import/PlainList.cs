namespace PriceStream.Web.Watch.Import;

/// <summary>Ids with anything between them, or names: one a line, or separated by commas, which no name has.</summary>
internal static class PlainList
{
    private static readonly char[] Bullets = ['-', '*', '•', '"', ' ', '\t'];

    public static ImportedList Read(string text)
    {
        var isIds = text.All(letter => char.IsAsciiDigit(letter) || char.IsWhiteSpace(letter) || ",;.|-".Contains(letter));
        return isIds
            ? new("ids", "", Split(text, [',', ';', '.', '|', '-', ' ', '\t', '\r', '\n', '\u00A0']))
            : new("names", "", Split(text, [',', ';', '\t', '\r', '\n']));
    }

    private static IEnumerable<ImportedEntry> Split(string text, char[] separators) => text
        .Split(separators, StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Trim(Bullets).Trim())
        .Where(part => part.Length > 0)
        .Select(part => ListReader.Entry(part));
}
