using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>An item of the demo market.</summary>
/// <param name="BasePrice">gp around which its price moves.</param>
/// <param name="SlotSeconds">Trades are drawn a slot at a time: the shorter, the more liquid.</param>
/// <param name="TradeChance">The chance, 0 to 1, that a side trades in a slot.</param>
/// <param name="Listed">Whether the catalogue has it. As in the real market, a few things trade that it does not know.</param>
internal sealed record DemoItem(UpstreamItem Facts, double BasePrice, int SlotSeconds, double TradeChance, bool Listed = true);
