namespace PriceStream.Web.Data.Postgres;

/// <summary>A partition, and the Unix seconds that it takes: from the first up to but without the last.</summary>
/// <param name="From">The smallest number for no limit.</param>
internal sealed record Partition(string Name, long From, long To)
{
    public bool Covers(long time) => time >= From && time < To;
}
