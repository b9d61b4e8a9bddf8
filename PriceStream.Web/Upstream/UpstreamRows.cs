using System.Globalization;

namespace PriceStream.Web.Upstream;

/// <summary>Collects the rows of one answer while it is read: <see cref="Begin"/>, any refusals, then <see cref="Take"/>.</summary>
internal sealed class UpstreamRows<T>
{
    private readonly List<T> usable = [];
    private readonly Dictionary<long, int> places = []; // in usable, by key
    private readonly HashSet<int> damaged = []; // places
    private readonly OrderedDictionary<string, UpstreamRefusal> refusals = [];
    private int refused;
    private int total;
    private (string Kind, long Number, string? Text) row;

    /// <summary>Something of the current row has been refused.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Begins the next row.</summary>
    /// <param name="kind">What the rows of this answer are called in the log.</param>
    /// <param name="number">Which one it is.</param>
    /// <param name="text">The same where it is no number. Escaped: safe to log.</param>
    public void Begin(string kind, long number, string? text = null)
    {
        row = (kind, number, text);
        total++;
        IsDamaged = false;
    }

    /// <summary>Refuses the current row or a part of it.</summary>
    /// <param name="kind">One of <see cref="UpstreamRefusalKinds"/>.</param>
    /// <param name="reason">What is wrong, to follow the name of the row, as in "has no timestamp".</param>
    public void Refuse(string kind, string reason)
    {
        refused += IsDamaged ? 0 : 1;
        IsDamaged = true;
        refusals[kind] = refusals.TryGetValue(kind, out var known)
            ? known with { Count = known.Count + 1 }
            : new(kind, 1, $"{row.Kind} {row.Text ?? row.Number.ToString(CultureInfo.InvariantCulture)} {reason}");
    }

    /// <summary>
    /// Takes what is good of the current row. Of several rows with one key, the first whole one counts; a damaged one counts only while
    /// there is no whole one.
    /// </summary>
    public void Take(long key, T good)
    {
        if (places.TryAdd(key, usable.Count))
        {
            if (IsDamaged)
            {
                damaged.Add(usable.Count);
            }

            usable.Add(good);
        }
        else if (!IsDamaged && damaged.Remove(places[key]))
        {
            usable[places[key]] = good;
        }
        else
        {
            Refuse(UpstreamRefusalKinds.Duplicate, "came before");
        }
    }

    public UpstreamAnswer<T> ToAnswer() => new(usable, refused, refusals.Count > 0 ? refusals.GetAt(0).Value.First : null)
    {
        TotalRows = total,
        Refusals = [.. refusals.Values],
    };
}
