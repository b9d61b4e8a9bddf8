namespace PriceStream.Web.Watch;

/// <summary>A list of items in an order of its own: at most 200, each once. It is immutable.</summary>
public sealed class WatchList
{
    public const int MaxItems = 200;
    public const int MaxNameLength = 40;

    public static readonly WatchList Empty = new([], "");

    private readonly int[] ids;

    private WatchList(int[] ids, string name) => (this.ids, Name) = (ids, name);

    public IReadOnlyList<int> Ids => ids;

    /// <summary>What the list is called; empty for no name.</summary>
    public string Name { get; }

    public bool IsEmpty => ids.Length == 0;

    /// <summary>The ids with commas: <c>2,4151</c>.</summary>
    public string Text => string.Join(',', ids);

    /// <summary>Keeps the first 200 positive ids, each once, and the first 40 characters of the name.</summary>
    public static WatchList Of(IEnumerable<int> ids, string name = "") =>
        new([.. ids.Where(id => id > 0).Distinct().Take(MaxItems)], Clean(name));

    public bool Contains(int id) => ids.AsSpan().Contains(id);

    /// <summary>The list with these ids at its end, as far as they fit.</summary>
    /// <param name="left">How many did not fit.</param>
    public WatchList Add(IEnumerable<int> more, out int left)
    {
        var all = ids.Concat(more.Where(id => id > 0)).Distinct().ToList();
        left = Math.Max(0, all.Count - MaxItems);
        return new([.. all.Take(MaxItems)], Name);
    }

    public WatchList Remove(IEnumerable<int> gone) => new([.. ids.Except(gone)], Name);

    /// <summary>The list with one id a number of places further down, or up if that is negative.</summary>
    public WatchList Move(int id, int places)
    {
        var from = Array.IndexOf(ids, id);
        if (from < 0)
        {
            return this;
        }

        var moved = ids.ToList();
        moved.RemoveAt(from);
        moved.Insert(Math.Clamp(from + places, 0, moved.Count), id);
        return new([.. moved], Name);
    }

    private static string Clean(string name)
    {
        var plain = new string([.. name.Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        if (plain.Length <= MaxNameLength)
        {
            return plain;
        }

        // Half of a character outside the basic plane is no text.
        return plain[..(char.IsHighSurrogate(plain[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)].TrimEnd();
    }
}
