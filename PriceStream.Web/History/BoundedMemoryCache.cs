using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;

namespace PriceStream.Web.History;

/// <summary>
/// The cache's first level with an end to its size. The cache above it does not say how large what it stores is unless there is a second
/// level, so an entry counts as a usual history until it says otherwise.
/// </summary>
internal sealed class BoundedMemoryCache : IMemoryCache
{
    private const long Limit = 24 << 20;
    private const long UsualEntry = 12 << 10;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Limit });

    public ICacheEntry CreateEntry(object key)
    {
        var entry = cache.CreateEntry(key);
        entry.Size = UsualEntry;
        return entry;
    }

    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value) => cache.TryGetValue(key, out value);

    public void Remove(object key) => cache.Remove(key);

    public void Dispose() => cache.Dispose();
}
