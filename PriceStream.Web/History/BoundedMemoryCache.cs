using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;

namespace PriceStream.Web.History;

/// <summary>
/// The cache's first level, bounded to 24 MB. HybridCache does not always set an entry's size, so until it does, an entry has
/// the size of a typical history.
/// </summary>
internal sealed class BoundedMemoryCache : IMemoryCache
{
    private const long Limit = 24 << 20;
    private const long TypicalEntry = 12 << 10;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Limit });

    public ICacheEntry CreateEntry(object key)
    {
        var entry = cache.CreateEntry(key);
        entry.Size = TypicalEntry;
        return entry;
    }

    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value) => cache.TryGetValue(key, out value);

    public void Remove(object key) => cache.Remove(key);

    public void Dispose() => cache.Dispose();
}
