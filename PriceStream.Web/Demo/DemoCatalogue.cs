using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>The items of the demo market: over a thousand, made of families of names (a kind of thing in each of its makes).</summary>
internal static class DemoCatalogue
{
    // How often items trade: seconds per slot, the chance of a trade in a slot, and the share of items in percent.
    private static readonly (int Slot, double Chance, int Share)[] Liquidity =
        [(2, 0.9, 10), (10, 0.8, 25), (180, 0.6, 40), (7200, 0.5, 18), (30 * 86400, 0.5, 7)];

    // The base prices of items that trade although the catalogue does not have them.
    private static readonly double[] Unlisted = [640, 88_000, 3_100_000];

    /// <summary>The same items for the same seed, ids ascending.</summary>
    public static IReadOnlyList<DemoItem> Create(int seed)
    {
        List<DemoItem> items =
        [
            Popular(2, "Cannonball", "Ammo for the dwarf cannon.", 193, 11_000, 2),
            Popular(4151, "Abyssal whip", "A weapon from the abyss.", 1_560_000, 70, 2),
            Popular(11832, "Bandos chestplate", "A sturdy chestplate.", 18_900_000, 8, 4),
        ];
        var names = items.Select(item => item.Facts.Name).ToHashSet();
        foreach (var (name, price) in DemoNames.All().Where(named => names.Add(named.Name)))
        {
            items.Add(Ordinary(seed, 100 + 3 * items.Count, name, price));
        }

        items.AddRange(Unlisted.Select((price, index) => Popular(20_000 + index, "Unlisted", "", price, 1, 10) with { Listed = false }));

        return [.. items.OrderBy(item => item.Facts.Id)];
    }

    private static DemoItem Popular(int id, string name, string examine, double price, int limit, int slotSeconds) =>
        new(Facts(id, name, examine, price) with { Limit = limit, Members = true }, price, slotSeconds, 0.9);

    private static DemoItem Ordinary(int seed, int id, string name, double price)
    {
        var facts = Facts(id, name, $"It says on the label: {name}.", price) with
        {
            Members = DemoHash.Unit(seed, id, 1, 0) < 0.7,
            Limit = DemoHash.Unit(seed, id, 1, 1) < 0.1 ? null : LimitAt(price),
        };
        if (DemoHash.Unit(seed, id, 1, 2) < 0.02)
        {
            facts = facts with { Value = null, HighAlch = null, LowAlch = null };
        }

        var draw = DemoHash.Unit(seed, id, 1, 3) * 100;
        var (slot, chance, _) = Liquidity.First(liquidity => (draw -= liquidity.Share) < 0);
        return new(facts, price * (0.8 + 0.4 * DemoHash.Unit(seed, id, 1, 4)), slot, chance);
    }

    // The more expensive an item, the lower its buy limit.
    private static int LimitAt(double price) => price switch
    {
        < 1000 => 11_000,
        < 100_000 => 125,
        _ => 8,
    };

    private static UpstreamItem Facts(int id, string name, string examine, double price)
    {
        var value = (long)Math.Clamp(price * 0.6, 1, 10_000_000);
        return new()
        {
            Id = id,
            Name = name,
            Examine = examine,
            Icon = $"{name.Replace('/', '-')}.png",
            Value = value,
            HighAlch = value * 3 / 5,
            LowAlch = value * 2 / 5,
        };
    }
}
