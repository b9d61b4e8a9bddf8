namespace PriceStream.Web.Items.Search;

/// <summary>How well a name fits a query.</summary>
/// <param name="Rank">The kind of match.</param>
/// <param name="IsWhole">
/// The match ends where a word of the name ends: "bow" in "Bow string", not in "Bowl". For words in any order: each begins a word of the name.
/// </param>
/// <param name="HasPlus">The name has the query's plus signs where the query has them.</param>
internal readonly record struct NameFit(NameRank Rank, bool IsWhole, bool HasPlus)
{
    /// <summary>One more than the largest <see cref="Grade"/>.</summary>
    public const int Grades = ((int)NameRank.Spelling + 1) * 4;

    /// <summary>Smaller is better.</summary>
    public int Grade => ((int)Rank * 4) + (HasPlus ? 0 : 2) + (IsWhole ? 0 : 1);
}
