using System.Numerics;

namespace PriceStream.Web.Items.Search;

/// <summary>
/// All words of the catalogue's names, and each two neighbours as one word, with the names that have them. It finds words that are
/// spelt nearly like another.
/// </summary>
internal sealed class Vocabulary
{
    private const int Absent = int.MaxValue;

    private readonly int names;
    private readonly Entry[] entries;

    public Vocabulary(IReadOnlyList<SearchText> names)
    {
        this.names = names.Count;
        entries =
        [
            .. names.SelectMany((name, number) => WordsOf(name).Select(word => (Word: word, Number: number)))
                .GroupBy(use => use.Word, use => use.Number, StringComparer.Ordinal)
                .Select(uses => new Entry(uses.Key, SearchText.LettersOf(uses.Key), [.. uses.Distinct()])),
        ];
    }

    /// <summary>
    /// Returns the numbers of the names with a word near to each typed one: those with the fewest mistakes alone, the nearest first.
    /// </summary>
    public IReadOnlyList<int> Nearest(SearchText query)
    {
        var found = Nearest(query.Words);
        return found.Count > 0 || query.Words.Length < 2 ? found : Nearest([query.Compact]);
    }

    private IReadOnlyList<int> Nearest(string[] typed)
    {
        var totals = new int[names];
        foreach (var word in typed.Distinct(StringComparer.Ordinal))
        {
            if (!Add(word, totals))
            {
                return [];
            }
        }

        var most = totals.DefaultIfEmpty(Absent).Min() + 1L; // one more: what was typed only begins the word
        return [.. Enumerable.Range(0, names).Where(name => totals[name] != Absent && totals[name] <= most).OrderBy(name => totals[name])];
    }

    /// <summary>Adds each name's least cost of a typed word to its total, and returns whether any name has all words so far.</summary>
    private bool Add(string typed, int[] totals)
    {
        var costs = LeastCosts(typed);
        var isAnyLeft = false;
        for (var name = 0; name < names; name++)
        {
            totals[name] = totals[name] == Absent || costs[name] == Absent ? Absent : totals[name] + costs[name];
            isAnyLeft |= totals[name] != Absent;
        }

        return isAnyLeft;
    }

    private int[] LeastCosts(string typed)
    {
        var (letters, limit) = (SearchText.LettersOf(typed), Spelling.Tolerance(typed.Length));
        var costs = new int[names];
        Array.Fill(costs, Absent);
        foreach (var entry in entries)
        {
            // Each letter that the word lacks is a mistake.
            if (BitOperations.PopCount(letters & ~entry.Letters) > limit
                || entry.Word.Length < typed.Length - limit
                || Spelling.Cost(typed, entry.Word, limit) is not { } cost)
            {
                continue;
            }

            foreach (var name in entry.Names)
            {
                costs[name] = Math.Min(costs[name], cost);
            }
        }

        return costs;
    }

    private static IEnumerable<string> WordsOf(SearchText name) =>
        name.Words.Concat(name.Words.Zip(name.Words.Skip(1), string.Concat));

    private sealed record Entry(string Word, ulong Letters, int[] Names);
}
