using System.Numerics;

namespace PriceStream.Web.Items.Search;

/// <summary>
/// All words of the catalogue's names, and each two neighbours as one word, with the names that have them. It finds words that are
/// spelt nearly like another.
/// </summary>
internal sealed class Vocabulary
{
    private const int Absent = int.MaxValue;
    private const int ShortestPair = 6; // a shorter text is hardly two words that lack the blank

    private readonly int names;
    private readonly int singles; // how many of the words are not two neighbours
    private readonly string[] words;
    private readonly ulong[] letters;
    private readonly int[][] uses;

    public Vocabulary(IReadOnlyList<SearchText> names)
    {
        this.names = names.Count;
        var single = UsesOf(names, name => name.Words);
        var pairs = UsesOf(names, name => name.Words.Zip(name.Words.Skip(1), string.Concat));
        singles = single.Count;
        words = [.. single.Keys, .. pairs.Keys];
        letters = [.. words.Select(SearchText.LettersOf)];
        uses = [.. single.Values.Concat(pairs.Values).Select(numbers => numbers.ToArray())];
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
        if (typed.Length == 0)
        {
            return [];
        }

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
        var (typedLetters, limit) = (SearchText.LettersOf(typed), Spelling.Tolerance(typed.Length));
        var costs = new int[names];
        Array.Fill(costs, Absent);
        var count = typed.Length < ShortestPair ? singles : words.Length;
        for (var word = 0; word < count; word++)
        {
            // Each letter that the word lacks is a mistake.
            if (BitOperations.PopCount(typedLetters & ~letters[word]) > limit
                || words[word].Length < typed.Length - limit
                || Spelling.Cost(typed, words[word], limit) is not { } cost)
            {
                continue;
            }

            foreach (var name in uses[word])
            {
                costs[name] = Math.Min(costs[name], cost);
            }
        }

        return costs;
    }

    private static Dictionary<string, HashSet<int>> UsesOf(IReadOnlyList<SearchText> names, Func<SearchText, IEnumerable<string>> wordsOf)
    {
        var uses = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        for (var name = 0; name < names.Count; name++)
        {
            foreach (var word in wordsOf(names[name]))
            {
                (uses.TryGetValue(word, out var known) ? known : uses[word] = []).Add(name);
            }
        }

        return uses;
    }
}
