namespace PriceStream.Web.History;

/// <summary>
/// One side of the open bucket: the upstream's average so far or, without one, the sum and the number of its tick prices.
/// </summary>
public sealed record OpenSide(long? Price, long TickSum, int Ticks)
{
    public static OpenSide Of(PriceMean side) => new(side.Sourced ? side.Price : null, side.TickSum, side.Ticks);
}
