namespace PriceStream.Web.Demo;

/// <summary>
/// Randomness without state: a number that depends only on its arguments, so that the demo market is the same after a restart.
/// The mixer is SplitMix64's: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
/// </summary>
internal static class DemoHash
{
    public static ulong Of(int seed, int item, int purpose, long index)
    {
        var hash = Mix((ulong)(uint)seed << 32 | (uint)item);
        hash = Mix(hash ^ (ulong)purpose * 0x9E3779B97F4A7C15);
        return Mix(hash ^ (ulong)index);
    }

    /// <summary>From 0 up to, not including, 1.</summary>
    public static double Unit(int seed, int item, int purpose, long index) => (Of(seed, item, purpose, index) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
