namespace PriceStream.Web.Prices;

/// <summary>A period of the history and the width of its buckets, in seconds. The one list of them.</summary>
public sealed record Timestep(string Period, string Name, int PeriodSeconds, int Seconds)
{
    public static readonly IReadOnlyList<Timestep> All = [new("1h", "1 hour", 3600, 60)];

    public static Timestep Default => All[0];

    public static Timestep? Of(string period) => All.FirstOrDefault(timestep => timestep.Period == period);

    /// <summary>The start of the bucket that holds a Unix second.</summary>
    public long BucketOf(long time) => time - time % Seconds;
}
