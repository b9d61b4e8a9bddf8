namespace PriceStream.Web.History.Recent;

/// <summary>
/// The trades of one item in the last days, from the upstream's windows. Pieces count both sides; money is gp. Null is unknown.
/// </summary>
/// <param name="IsPartial1h">The volume of the hour is a lower bound, because windows are missing.</param>
/// <param name="IsPartial24h">The volumes and the value of the day are lower bounds.</param>
/// <param name="Thin24h">The pieces of the side that traded less.</param>
/// <param name="Value24h">The sum of price × pieces.</param>
/// <param name="Average24h">The volume-weighted price of both sides.</param>
/// <param name="Change24h">In hundredths of a percent.</param>
/// <param name="Change7d">In hundredths of a percent.</param>
/// <param name="Spark">The volume-weighted price in each of the newest 28 windows of six hours, oldest first.</param>
/// <param name="High5m">The average instant-buy price of the newest five-minute window, if both sides traded in it.</param>
/// <param name="Low5m">The same for instant-sell.</param>
public sealed record RecentTrades(
    long? Volume1h = null,
    bool IsPartial1h = false,
    long? Volume24h = null,
    bool IsPartial24h = false,
    long? Thin24h = null,
    long? Value24h = null,
    long? Average24h = null,
    long? Change24h = null,
    long? Change7d = null,
    IReadOnlyList<long?>? Spark = null,
    long? High5m = null,
    long? Low5m = null)
{
    /// <summary>For an item about which nothing is known.</summary>
    public static readonly RecentTrades Unknown = new();
}
