
namespace PriceStream.Web.History;

/// <summary>
/// What is in the bucket that is still open, so that a browser can go on adding to it and end at the number that this server
/// would.
/// </summary>
/// <param name="Time">The bucket's start, Unix seconds.</param>
public sealed record OpenBucket(long Time, OpenSide High, OpenSide Low)
{
    public static OpenBucket Of(long time, PriceMean high, PriceMean low) => new(time, OpenSide.Of(high), OpenSide.Of(low));
}

/// <summary>One side of it: the source's average so far, which wins, or else the sum and the number of its ticks' prices.</summary>
public sealed record OpenSide(long? Price, long TickSum, int Ticks)
{
    public static OpenSide Of(PriceMean side) => new(side.Sourced ? side.Price : null, side.TickSum, side.Ticks);
}
