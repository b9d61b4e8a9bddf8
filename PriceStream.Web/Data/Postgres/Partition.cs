namespace PriceStream.Web.Data.Postgres;

/// <summary>A partition, and the Unix seconds that it takes: from the first up to but without the last.</summary>
internal readonly record struct Partition(string Name, long From, long To)
{
    public bool Covers(long time) => time >= From && time < To;
}
