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

        Span<int> beforeLast = stackalloc int[MaxLength + MaxTolerance + 1];
        Span<int> last = stackalloc int[MaxLength + MaxTolerance + 1];
        Span<int> row = stackalloc int[MaxLength + MaxTolerance + 1];
        var columns = Math.Min(word.Length, typed.Length + limit); // more letters only add mistakes
        for (var column = 0; column <= columns; column++)
        {
            last[column] = column;
        }

        for (var index = 0; index < typed.Length; index++)
        {
            if (Fill(row, last, beforeLast, typed, index, word.AsSpan(0, columns)) > limit)
            {
                return null;
            }

            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        return Best(last[..(columns + 1)], columns == word.Length, typed.Length, limit);
    }

    /// <summary>Fills the row of one typed letter, and returns its smallest distance.</summary>
    private static int Fill(
        Span<int> row, ReadOnlySpan<int> last, ReadOnlySpan<int> beforeLast, string typed, int index, ReadOnlySpan<char> word)
    {
        row[0] = index + 1;
        var smallest = row[0];
        for (var column = 0; column < word.Length; column++)
        {
            var replaced = last[column] + (typed[index] == word[column] ? 0 : 1);
            var distance = Math.Min(replaced, Math.Min(last[column + 1], row[column]) + 1);
            if (index > 0 && column > 0 && typed[index] == word[column - 1] && typed[index - 1] == word[column])
            {
                distance = Math.Min(distance, beforeLast[column - 1] + 1);
            }

            row[column + 1] = distance;
            smallest = Math.Min(smallest, distance);
        }

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
