namespace PriceStream.Web.Prices.Relay;

/// <summary>How the instances of the site share the stream.</summary>
/// <param name="Description">
/// Human-readable and without a password: <c>Redis Stream at HOST:PORT</c>, <c>PostgreSQL table</c> or <c>none</c>.
/// </param>
public sealed record SiteRelay(string Description);
