using System.Collections.Frozen;

namespace PriceStream.Web.Items.Search;

/// <summary>
/// What players write for a word that many names have. Short forms that begin the word, such as "pot" and "mith", need no entry.
/// </summary>
internal static class ShortWords
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["addy"] = "adamant",
        ["ammy"] = "amulet",
        ["gs"] = "godsword",
        ["hally"] = "halberd",
        ["hween"] = "halloween",
        ["obby"] = "obsidian",
        ["phat"] = "partyhat",
        ["pots"] = "potion",
        ["scimmy"] = "scimitar",
        ["tabs"] = "tablet",
        ["teles"] = "teleport",
        ["xbow"] = "crossbow",
        ["zammy"] = "zamorak",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the query with its words in full; null when it has no short word.</summary>
    public static SearchText? Expand(SearchText query) => Array.Exists(query.Words, Words.ContainsKey)
        ? SearchText.Of(string.Join(' ', query.Words.Select(word => Words.GetValueOrDefault(word, word))))
        : null;
}
