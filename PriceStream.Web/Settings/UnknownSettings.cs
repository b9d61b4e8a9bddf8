namespace PriceStream.Web.Settings;

/// <summary>Finds configuration keys that nothing reads, usually typos.</summary>
internal static class UnknownSettings
{
    /// <summary>The most letters in which a typo differs from the key that was meant.</summary>
    private const int TypoDistance = 2;

    /// <summary>
    /// Returns the unknown keys in the sections of the known ones, and any other key that looks like a typo of a known one.
    /// Each comes with the known key that was probably meant.
    /// </summary>
    public static IReadOnlyList<string> In(IConfiguration configuration, IReadOnlyCollection<string> known)
    {
        var read = known.SelectMany(key => (string[])[key, key + SettingSecrets.FileSuffix]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sections = known.Select(SectionOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from entry in configuration.AsEnumerable()
               where entry.Value is not null && !read.Contains(entry.Key)
               let nearest = read.Select(key => (Key: key, Distance: Distance(key, entry.Key))).MinBy(pair => pair.Distance)
               where nearest.Distance <= TypoDistance || sections.Contains(SectionOf(entry.Key))
               orderby entry.Key
               select Describe(entry.Key, nearest.Key, isLikely: nearest.Distance <= entry.Key.Length / 2),
        ];
    }

    private static string SectionOf(string key) => key.Split(':')[0];

    private static string Describe(string key, string nearest, bool isLikely)
    {
        var name = EffectiveSetting.InEnvironment(key);
        return isLikely ? $"{name}; did you mean {EffectiveSetting.InEnvironment(nearest)}?" : name;
    }

    /// <summary>The Levenshtein distance: how many letters must be inserted, removed or changed, whatever their case.</summary>
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
