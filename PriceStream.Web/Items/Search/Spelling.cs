namespace PriceStream.Web.Items.Search;

/// <summary>The distance between two words in typing mistakes: a letter missing, added, replaced, or swapped with the next.</summary>
internal static class Spelling
{
    private const int MaxLength = 32;
    private const int MaxTolerance = 2;

    /// <summary>How many mistakes a word of this length may have.</summary>
    public static int Tolerance(int length) => length switch
    {
        < 3 or > MaxLength => 0,
        < 6 => 1,
        _ => MaxTolerance,
    };

    /// <summary>
    /// Returns twice the mistakes from what was typed to the word, or one more when what was typed only begins it; null beyond the limit,
    /// which is at most the <see cref="Tolerance"/>.
    /// </summary>
    public static int? Cost(string typed, string word, int limit)
    {
        if (limit == 0)
        {
            return word.StartsWith(typed, StringComparison.Ordinal) ? Math.Min(word.Length - typed.Length, 1) : null;
        }

        Span<int> beforeLast = stackalloc int[MaxLength + MaxTolerance + 2];
        Span<int> last = stackalloc int[MaxLength + MaxTolerance + 2];
        Span<int> row = stackalloc int[MaxLength + MaxTolerance + 2];
        var begin = word.AsSpan(0, Math.Min(word.Length, typed.Length + limit)); // more letters only add mistakes
        for (var column = 0; column <= limit + 1; column++)
        {
            last[column] = column;
        }

        for (var index = 0; index < typed.Length; index++)
        {
            if (Fill(row, last, beforeLast, typed.AsSpan(0, index + 1), begin, limit) > limit)
            {
                return null;
            }

            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        var from = typed.Length - limit;
        return Best(last[from..(begin.Length + 1)], begin.Length == word.Length, typed.Length, limit);
    }

    /// <summary>
    /// Fills the row of the last typed letter, and returns its smallest distance. Columns further than the limit from the row's own are
    /// beyond the limit, so only their neighbours are written.
    /// </summary>
    private static int Fill(
        Span<int> row, ReadOnlySpan<int> last, ReadOnlySpan<int> beforeLast, ReadOnlySpan<char> typed, ReadOnlySpan<char> word, int limit)
    {
        var (letter, before) = (typed[^1], typed.Length > 1 ? typed[^2] : '\0');
        var (first, end) = (Math.Max(1, typed.Length - limit), Math.Min(word.Length, typed.Length + limit));
        row[first - 1] = first == 1 ? typed.Length : limit + 1;
        var smallest = row[first - 1];
        for (var column = first; column <= end; column++)
        {
            var replaced = last[column - 1] + (letter == word[column - 1] ? 0 : 1);
            var distance = Math.Min(replaced, Math.Min(last[column], row[column - 1]) + 1);
            if (column > 1 && letter == word[column - 2] && before == word[column - 1])
            {
                distance = Math.Min(distance, beforeLast[column - 2] + 1);
            }

            row[column] = distance;
            smallest = Math.Min(smallest, distance);
        }

        row[end + 1] = limit + 1;
        return smallest;
    }

    private static int? Best(ReadOnlySpan<int> distances, bool hasWholeWord, int typed, int limit)
    {
        var whole = hasWholeWord && distances[^1] <= limit ? distances[^1] * 2 : int.MaxValue;
        var begin = int.MaxValue;
        if (typed > 3) // three letters begin too many words
        {
            foreach (var distance in distances)
            {
                begin = Math.Min(begin, distance <= limit ? (distance * 2) + 1 : int.MaxValue);
            }
        }

        var best = Math.Min(whole, begin);
        return best == int.MaxValue ? null : best;
    }
}
