namespace PriceStream.Web.Settings;

/// <summary>Finds what was probably meant as a setting and is none: a slip of the finger would else be a setting that silently does nothing.</summary>
internal static class UnknownSettings
{
    private const int Slip = 2;

    /// <summary>Keys in the sections of the known ones, and keys that differ from a known one by a slip wherever they stand.</summary>
    public static IReadOnlyList<string> In(IConfiguration configuration, IReadOnlyCollection<string> known)
    {
        var read = known.SelectMany(key => (string[])[key, key + SettingSecrets.FileSuffix]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sections = known.Where(key => key.Contains(':')).Select(key => key[..key.IndexOf(':')]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from entry in configuration.AsEnumerable()
               where entry.Value is not null && !read.Contains(entry.Key)
               let nearest = read.Select(key => (Key: key, Distance: Distance(key, entry.Key))).MinBy(pair => pair.Distance)
               where sections.Contains(entry.Key.Split(':')[0]) || nearest.Distance <= Slip
               orderby entry.Key
               select Written(entry.Key) + (nearest.Distance <= entry.Key.Length / 2 ? $"; did you mean {Written(nearest.Key)}?" : ""),
        ];
    }

    private static string Written(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    // Levenshtein's: how many letters must be put in, left out or changed.
    internal static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > one.Length / 2)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
