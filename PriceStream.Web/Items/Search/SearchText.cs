using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PriceStream.Web.Items.Search;

/// <summary>
/// A name or a query without what players write in different ways: case, accents, apostrophes, brackets, other punctuation, and a number
/// with or without a blank before it. "Ahrim’s Hood" is "ahrims hood", and "Prayer potion(4)" is "prayer potion 4".
/// </summary>
internal sealed class SearchText
{
    private const string Apostrophes = "'’‘ʼ`´′";

    // Each group begins with the plain letter. The site runs without the tables that string.Normalize needs.
    private static readonly FrozenDictionary<char, char> Accents =
        new[]
        {
            "aàáâãäåāăą", "cçćĉċč", "dďđ", "eèéêëēĕėęě", "gĝğġģ", "hĥħ", "iìíîïĩīĭįı", "jĵ", "kķ", "lĺļľł", "nñńņň", "oòóôõöøōŏő", "rŕŗř",
            "sśŝşš", "tţťŧ", "uùúûüũūŭůűų", "wŵ", "yýÿŷ", "zźżž",
        }
        .SelectMany(group => group.Skip(1).Select(accented => KeyValuePair.Create(accented, group[0])))
        .ToFrozenDictionary();

    private SearchText(string[] words)
    {
        Words = [.. words.Select(word => word.Replace("+", "", StringComparison.Ordinal)).Where(word => word.Length > 0)];
        Spaced = string.Join(' ', Words);
        Compact = string.Concat(Words);
        WithPlus = string.Concat(words);
        PlusWords = [.. words.Where(word => word.Contains('+'))];
        Letters = LettersOf(Compact);
    }

    /// <summary>Without plus signs.</summary>
    public string[] Words { get; }

    /// <summary>The words with one blank between two.</summary>
    public string Spaced { get; }

    /// <summary>The words without blanks.</summary>
    public string Compact { get; }

    /// <summary>The text without blanks, but with its plus signs: "dragondaggerp++".</summary>
    public string WithPlus { get; }

    /// <summary>The words that have a plus sign, with it: "p++".</summary>
    public string[] PlusWords { get; }

    /// <summary>One bit for each letter and digit that occurs, to rule most texts out without reading them.</summary>
    public ulong Letters { get; }

    public static SearchText Of(string text)
    {
        var spaced = new StringBuilder(text.Length + 4);
        foreach (var c in text)
        {
            Append(spaced, c);
        }

        return new(spaced.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The bits of a word; characters other than a to z and 0 to 9 share the remaining ones.</summary>
    public static ulong LettersOf(string word)
    {
        var letters = 0UL;
        foreach (var c in word)
        {
            letters |= 1UL << BitOf(c);
        }

        return letters;
    }

    private static int BitOf(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= '0' and <= '9' => 26 + c - '0',
        _ => 36 + (c % 28),
    };

    private static void Append(StringBuilder spaced, char c)
    {
        if (c == '+' || char.IsLetter(c))
        {
            spaced.Append(Plain(c));
        }
        else if (char.IsDigit(c))
        {
            if (spaced.Length > 0 && !char.IsDigit(spaced[^1]))
            {
                spaced.Append(' ');
            }

            spaced.Append(c);
        }
        else if (!Apostrophes.Contains(c) && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
        {
            spaced.Append(' ');
        }
    }

    private static char Plain(char c)
    {
        var lower = char.ToLowerInvariant(c);
        return Accents.GetValueOrDefault(lower, lower);
    }
}
