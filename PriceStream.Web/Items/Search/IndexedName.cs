using System.Globalization;

namespace PriceStream.Web.Items.Search;

/// <summary>An item's name, prepared for the search.</summary>
internal sealed class IndexedName
{
    private readonly int[] wordStarts; // in the compact name: of every word but the first

    public IndexedName(Item item)
    {
        Item = item;
        Text = SearchText.Of(item.Name);
        wordStarts = [.. Text.Words.SkipLast(1).Select((_, index) => Text.Words.Take(index + 1).Sum(word => word.Length))];
        Dose = DoseOf(item.Name);
    }

    public Item Item { get; }
    public SearchText Text { get; }

    /// <summary>The number in brackets at the end of a name, as of a potion's doses; 0 where there is none.</summary>
    public int Dose { get; }

    /// <summary>Returns how the name matches a query, regardless of ids, nicknames and spelling; null when it does not.</summary>
    public NameFit? FitOf(SearchText query)
    {
        if (query.Compact.Length == 0)
        {
            return null;
        }

        if (Text.Compact.StartsWith(query.Compact, StringComparison.Ordinal))
        {
            var rank = Text.Compact.Length == query.Compact.Length ? NameRank.Name : NameRank.NameStart;
            return new(rank, IsWhole(query.Compact.Length), HasPlusOf(query));
        }

        return WordStartOf(query) is { } start
            ? new(NameRank.WordStart, IsWhole(start + query.Compact.Length), HasPlusOf(query))
            : WordsOf(query);
    }

    private int? WordStartOf(SearchText query)
    {
        int? found = null;
        foreach (var start in wordStarts)
        {
            if (Text.Compact.AsSpan(start).StartsWith(query.Compact, StringComparison.Ordinal))
            {
                found ??= start;
                if (IsWhole(start + query.Compact.Length))
                {
                    return start;
                }
            }
        }

        return found;
    }

    private NameFit? WordsOf(SearchText query)
    {
        var begin = true;
        foreach (var word in query.Words)
        {
            if (!Text.Spaced.Contains(word, StringComparison.Ordinal))
            {
                return null;
            }

            begin = begin && Array.Exists(Text.Words, part => part.StartsWith(word, StringComparison.Ordinal));
        }

        return new(NameRank.Words, begin, HasPlusOf(query));
    }

    private bool IsWhole(int end) => end == Text.Compact.Length || Array.IndexOf(wordStarts, end) >= 0;

    private bool HasPlusOf(SearchText query) =>
        Array.TrueForAll(query.PlusWords, word => Text.WithPlus.Contains(word, StringComparison.Ordinal));

    private static int DoseOf(string name)
    {
        var open = name.LastIndexOf('(');
        return open >= 0 && name[^1] == ')' && int.TryParse(name.AsSpan(open + 1, name.Length - open - 2), NumberStyles.None,
            CultureInfo.InvariantCulture, out var dose)
                ? dose
                : 0;
    }
}
