
namespace PriceStream.Web.History;

/// <summary>The content of the open bucket. A browser adds live trades to it and arrives at the same number as this server.</summary>
/// <param name="Time">The bucket's start, Unix seconds.</param>
public sealed record OpenBucket(long Time, OpenSide High, OpenSide Low)
{
    public static OpenBucket Of(long time, PriceMean high, PriceMean low) => new(time, OpenSide.Of(high), OpenSide.Of(low));
}
