namespace PriceStream.Web.Items.Search;

/// <summary>How well a name fits a query.</summary>
/// <param name="Rank">The kind of match.</param>
/// <param name="IsWhole">
/// The match ends where a word of the name ends: "bow" in "Bow string", not in "Bowl". For words in any order: each begins a word of the
/// name.
/// </param>
/// <param name="HasPlus">The name has the query's plus signs where the query has them.</param>
internal readonly record struct NameFit(NameRank Rank, bool IsWhole, bool HasPlus)
{
    /// <summary>One more than the largest <see cref="Grade"/>.</summary>
    public const int Grades = 2 * GradesWithPlus;

    private const int GradesWithPlus = 2 * (int)NameRank.Spelling;

    /// <summary>Smaller is better. Plus signs count most, because a player types them deliberately.</summary>
    public int Grade => (HasPlus ? 0 : GradesWithPlus) + (2 * (int)Rank) + (IsWhole ? 0 : 1);
}
