using System.Collections;

namespace PriceStream.Web.Requests;

/// <summary>Ids in an order. Two lists of the same ids in the same order are equal.</summary>
public sealed class IdList(IEnumerable<int> ids) : IReadOnlyList<int>, IEquatable<IdList>
{
    private readonly int[] ids = [.. ids];

    public int Count => ids.Length;

    public int this[int index] => ids[index];

    public bool Equals(IdList? other) => other is not null && ids.AsSpan().SequenceEqual(other.ids);

    public override bool Equals(object? obj) => Equals(obj as IdList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var id in ids)
        {
            hash.Add(id);
        }

        return hash.ToHashCode();
    }

    /// <summary>The ids with commas.</summary>
    public override string ToString() => string.Join(',', ids);

    public IEnumerator<int> GetEnumerator() => ids.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
