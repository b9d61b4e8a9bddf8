namespace PriceStream.Web.Upstream;

/// <summary>The wait after the upstream has failed or sent a Retry-After.</summary>
public static class BackOff
{
    /// <summary>
    /// Whether a back-off that ends at <paramref name="until"/> is still active. One that would last longer than <paramref name="longest"/>
    /// has ended: the clock was set back.
    /// </summary>
    public static bool IsActive(DateTimeOffset now, DateTimeOffset until, TimeSpan longest) => now < until && until - now <= longest;
}
