namespace PriceStream.Web.Data.Recovery;

/// <summary>The newest prices that the site has in memory, for a database that has lost them. The room that keeps them registers it.</summary>
public delegate IEnumerable<LatestPriceRow> NewestPrices();
