namespace PriceStream.Web.Data.Recovery;

/// <summary>Returns the newest prices that the site has in memory, for a database that has lost them. Another room registers it.</summary>
public delegate IReadOnlyList<PriceUpdate> NewestPrices();
