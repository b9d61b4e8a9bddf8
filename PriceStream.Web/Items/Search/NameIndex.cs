using System.Collections.Frozen;
using System.Globalization;

namespace PriceStream.Web.Items.Search;

/// <summary>Finds items by what players type. It is immutable: each catalogue has one of its own.</summary>
public sealed class NameIndex
{
    private static readonly NameFit IdFit = new(NameRank.Id, IsWhole: true, HasPlus: true);
    private static readonly NameFit NicknameFit = new(NameRank.Nickname, IsWhole: true, HasPlus: true);

    private readonly IndexedName[] names;
    private readonly ulong[] letters; // of each name, side by side: most searches read nothing else of most names
    private readonly FrozenDictionary<int, int> ids;
    private readonly FrozenDictionary<string, int[]> nicknames;
    private readonly Vocabulary vocabulary;

    /// <param name="byName">The catalogue in the order of names.</param>
    public NameIndex(IEnumerable<Item> byName)
    {
        // The order of equal matches: items no longer traded last, shorter names first, a full potion before an opened one.
        names =
        [
            .. byName.Select(item => new IndexedName(item))
                .OrderBy(name => name.Item.DelistedAt is not null)
                .ThenBy(name => name.Item.Name.Length)
                .ThenByDescending(name => name.Dose),
        ];
        letters = [.. names.Select(name => name.Text.Letters)];
        ids = names.Index().ToFrozenDictionary(name => name.Item.Item.ItemId, name => name.Index);
        nicknames = ResolveNicknames(names);
        vocabulary = new([.. names.Select(name => name.Text)]);
    }

    /// <summary>Returns the items that match the text, the best match first. Nothing matches a text without a letter or a digit.</summary>
    public IReadOnlyList<NameMatch> Find(string text)
    {
        var query = SearchText.Of(text);
        var found = Matches(query, text);
        if (found.Count == 0 && ShortWords.Expand(query) is { } expanded)
        {
            found = Matches(expanded, text);
        }

        return found.Count > 0
            ? found
            : [.. vocabulary.Nearest(query).Select(index => new NameMatch(names[index].Item, NameRank.Spelling))];
    }

    private List<NameMatch> Matches(SearchText query, string text)
    {
        var id = int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var withId = ids.GetValueOrDefault(id, -1);
        var nicknamed = nicknames.GetValueOrDefault(query.Compact, []);
        var grades = new List<NameMatch>?[NameFit.Grades];
        for (var index = 0; index < names.Length; index++)
        {
            if (FitOf(index, query, withId, nicknamed) is { } fit)
            {
                (grades[fit.Grade] ??= []).Add(new(names[index].Item, fit.Rank));
            }
        }

        return [.. grades.OfType<List<NameMatch>>().SelectMany(matches => matches)];
    }

    private NameFit? FitOf(int index, SearchText query, int withId, int[] nicknamed)
    {
        var fit = (query.Letters & ~letters[index]) == 0 ? names[index].FitOf(query) : null;
        if (fit is { Rank: NameRank.Name })
        {
            return fit;
        }

        if (index == withId)
        {
            return IdFit;
        }

        return nicknamed.Contains(index) ? NicknameFit : fit;
    }

    private static FrozenDictionary<string, int[]> ResolveNicknames(IndexedName[] names)
    {
        var byName = names.Select((name, index) => (name.Item.Name, Index: index)).ToLookup(name => name.Name, name => name.Index);
        return Nicknames.All
            .SelectMany(item => item.Nicknames, (item, nickname) => (item.Name, Nickname: SearchText.Of(nickname).Compact))
            .SelectMany(entry => byName[entry.Name], (entry, index) => (entry.Nickname, Index: index))
            .GroupBy(entry => entry.Nickname, entry => entry.Index, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Distinct().ToArray(), StringComparer.Ordinal);
    }
}
