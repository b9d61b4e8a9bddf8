using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>An item of the demo market.</summary>
/// <param name="BasePrice">gp around which its price moves.</param>
/// <param name="SlotSeconds">A side trades at most once per slot, so a shorter slot makes a more liquid item.</param>
/// <param name="TradeChance">The chance, 0 to 1, that a side trades in a slot.</param>
/// <param name="Listed">Whether the catalogue has it. As in the real market, a few items trade that are not in the catalogue.</param>
internal sealed record DemoItem(UpstreamItem Facts, double BasePrice, int SlotSeconds, double TradeChance, bool Listed = true);
