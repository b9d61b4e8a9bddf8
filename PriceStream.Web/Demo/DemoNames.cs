namespace PriceStream.Web.Demo;

/// <summary>The names and base prices of the demo market's items: families of things, each made in several ways.</summary>
internal static class DemoNames
{
    private static readonly (string Make, double Factor)[] Metals =
        [("Bronze", 1), ("Iron", 2), ("Steel", 6), ("Black", 10), ("Mithril", 16), ("Adamant", 50), ("Rune", 420), ("Dragon", 2600)];

    private static readonly (string Kind, double Price)[] MetalThings =
    [
        ("{0} arrow", 2), ("{0} bolts", 2), ("{0} dart", 3), ("{0} knife", 3), ("{0} javelin", 3), ("{0} nails", 1),
        ("{0} ore", 12), ("{0} bar", 30),
        ("{0} dagger", 20), ("{0} dagger(p++)", 60), ("{0} sword", 35), ("{0} longsword", 60), ("{0} scimitar", 70), ("{0} mace", 40),
        ("{0} warhammer", 75), ("{0} battleaxe", 90), ("{0} 2h sword", 120), ("{0} claws", 65), ("{0} spear", 60),
        ("{0} hasta", 72), ("{0} halberd", 130),
        ("{0} pickaxe", 50), ("{0} axe", 40), ("{0} crossbow", 55), ("{0} limbs", 45), ("{0} med helm", 40),
        ("{0} full helm", 70), ("{0} boots", 42),
        ("{0} sq shield", 75), ("{0} kiteshield", 110), ("{0} chainbody", 100), ("{0} platelegs", 150),
        ("{0} plateskirt", 148), ("{0} platebody", 260),
        ("{0} armour set (lg)", 600), ("{0} armour set (sk)", 590), ("{0} platebody (t)", 900), ("{0} platebody (g)", 2200),
    ];

    private static readonly (string Make, double Factor)[] Woods =
        [("Oak", 1), ("Willow", 1.5), ("Teak", 4), ("Maple", 3), ("Mahogany", 14), ("Yew", 9), ("Magic", 34), ("Redwood", 12)];

    private static readonly (string Kind, double Price)[] WoodThings =
    [
        ("{0} logs", 30), ("{0} pyre logs", 90), ("{0} plank", 120), ("{0} stock", 40), ("{0} shield", 210),
        ("{0} shortbow", 60), ("{0} shortbow (u)", 45),
        ("{0} longbow", 70), ("{0} longbow (u)", 55), ("{0} comp bow", 800), ("{0} sapling", 300), ("{0} seed", 200), ("{0} roots", 35),
    ];

    private static readonly (string Make, double Factor)[] Gems =
    [
        ("Opal", 1), ("Jade", 1.4), ("Red topaz", 3), ("Sapphire", 2), ("Emerald", 3.5), ("Ruby", 6), ("Diamond", 11),
        ("Dragonstone", 60), ("Onyx", 12_000), ("Zenyte", 60_000),
    ];

    private static readonly (string Kind, double Price)[] GemThings =
    [
        ("Uncut {0}", 190), ("{0}", 180), ("{0} ring", 230), ("{0} necklace", 240), ("{0} bracelet", 250),
        ("{0} amulet", 260), ("{0} amulet (u)", 245), ("{0} bolt tips", 20), ("{0} bolts (e)", 30),
    ];

    private static readonly (string Make, double Factor)[] Herbs =
    [
        ("Guam leaf", 1), ("Marrentill", 1.2), ("Tarromin", 1.5), ("Harralander", 5), ("Ranarr weed", 30),
        ("Toadflax", 11), ("Irit leaf", 6), ("Avantoe", 9),
        ("Kwuarm", 8), ("Snapdragon", 40), ("Cadantine", 7), ("Lantadyme", 8), ("Dwarf weed", 4), ("Torstol", 38),
    ];

    private static readonly (string Kind, double Price)[] HerbThings =
    [
        ("Grimy {0}", 190), ("{0}", 210), ("{0} seed", 150), ("{0} potion (unf)", 240),
    ];

    private static readonly (string Make, double Factor)[] Potions =
    [
        ("Attack", 1), ("Strength", 1.5), ("Defence", 2), ("Energy", 3), ("Agility", 6), ("Fishing", 4),
        ("Prayer", 30), ("Combat", 4), ("Super combat", 60),
        ("Stamina", 28), ("Ranging", 20), ("Magic", 26), ("Antifire", 14), ("Bastion", 56), ("Battlemage", 52),
    ];

    private static readonly (string Kind, double Price)[] PotionDoses =
    [
        ("{0} potion(1)", 70), ("{0} potion(2)", 140), ("{0} potion(3)", 215), ("{0} potion(4)", 290),
    ];

    private static readonly (string Make, double Factor)[] Brews =
    [
        ("Antipoison", 5), ("Super attack", 8), ("Super strength", 12), ("Super defence", 9), ("Super energy", 16),
        ("Super restore", 34), ("Saradomin brew", 22),
        ("Zamorak brew", 18), ("Guthix rest", 11), ("Anti-venom", 44),
    ];

    private static readonly (string Kind, double Price)[] BrewDoses = [("{0}(1)", 70), ("{0}(2)", 140), ("{0}(3)", 215), ("{0}(4)", 290)];

    private static readonly (string Make, double Factor)[] Jewels =
    [
        ("Games necklace", 1), ("Ring of dueling", 1.1), ("Necklace of passage", 1.3), ("Burning amulet", 1.6),
        ("Digsite pendant", 1.8), ("Ring of returning", 1.2),
        ("Combat bracelet", 12), ("Skills necklace", 13), ("Amulet of glory", 14), ("Ring of wealth", 15),
    ];

    private static readonly (string Kind, double Price)[] Charges =
    [
        ("{0}(1)", 560), ("{0}(2)", 590), ("{0}(3)", 620), ("{0}(4)", 660), ("{0}(5)", 700), ("{0}(6)", 740),
        ("{0}(7)", 790), ("{0}(8)", 850),
    ];

    private static readonly (string Make, double Factor)[] Places =
    [
        ("Varrock", 1), ("Lumbridge", 0.9), ("Falador", 1.1), ("Camelot", 1), ("Ardougne", 1.2), ("Watchtower", 1.6),
        ("Rimmington", 2), ("Taverley", 1.9),
        ("Pollnivneach", 2.4), ("Rellekka", 2.2), ("Brimhaven", 2.1), ("Yanille", 1.7),
    ];

    private static readonly (string Kind, double Price)[] PlaceThings = [("{0} teleport", 420)];

    private static readonly (string Make, double Factor)[] Fish =
    [
        ("shrimps", 1), ("anchovies", 1.5), ("sardine", 1.2), ("herring", 2), ("trout", 3), ("salmon", 5), ("pike", 6),
        ("tuna", 7), ("lobster", 15), ("bass", 12),
        ("swordfish", 20), ("monkfish", 30), ("karambwan", 55), ("shark", 70), ("sea turtle", 60), ("manta ray", 110),
        ("anglerfish", 130), ("dark crab", 100),
    ];

    private static readonly (string Kind, double Price)[] FishThings = [("Raw {0}", 11), ("Cooked {0}", 12)];

    private static readonly (string Make, double Factor)[] Elements =
    [
        ("Air", 1), ("Water", 1), ("Earth", 1), ("Fire", 1), ("Mind", 0.8), ("Body", 1.1), ("Cosmic", 20),
        ("Chaos", 14), ("Astral", 28), ("Nature", 22), ("Law", 25),
        ("Death", 36), ("Blood", 62), ("Soul", 58), ("Wrath", 70), ("Mist", 9), ("Dust", 9), ("Mud", 10), ("Smoke", 9),
        ("Steam", 9), ("Lava", 10),
    ];

    private static readonly (string Kind, double Price)[] ElementThings =
    [
        ("{0} rune", 5), ("{0} talisman", 240), ("{0} tiara", 410), ("{0} battlestaff", 8600),
    ];

    private static readonly (string Make, double Factor)[] Hides = [("Green", 1), ("Blue", 1.5), ("Red", 2), ("Black", 3.2)];

    private static readonly (string Kind, double Price)[] HideThings =
    [
        ("{0} dragonhide", 1600), ("{0} dragon leather", 1750), ("{0} d'hide body", 4500), ("{0} d'hide chaps", 2400),
        ("{0} d'hide vambraces", 1300), ("{0} d'hide shield", 9000), ("{0} d'hide body (g)", 40_000),
    ];

    private static readonly (string Make, double Factor)[] Gods =
    [
        ("Saradomin", 1.2), ("Zamorak", 1), ("Guthix", 1.1), ("Armadyl", 3), ("Bandos", 2.4), ("Ancient", 2),
    ];

    private static readonly (string Kind, double Price)[] GodThings =
    [
        ("{0} platebody", 240_000), ("{0} platelegs", 150_000), ("{0} full helm", 190_000),
        ("{0} kiteshield", 170_000), ("{0} stole", 410_000), ("{0} mitre", 320_000),
        ("{0} crozier", 280_000), ("{0} cloak", 90_000), ("{0} robe top", 130_000), ("{0} robe legs", 120_000),
        ("{0} page 1", 60_000), ("{0} page 2", 58_000),
        ("{0} page 3", 61_000), ("{0} page 4", 57_000), ("{0} hilt", 9_000_000), ("{0} godsword & sheath", 16_000_000),
    ];

    private static readonly (string Make, double Factor)[] Brothers =
    [
        ("Ahrim's", 2.2), ("Dharok's", 1.4), ("Guthan's", 1), ("Karil's", 1.7), ("Torag's", 0.4), ("Verac's", 0.7),
    ];

    private static readonly (string Kind, double Price)[] BrotherThings =
    [
        ("{0} helm", 400_000), ("{0} body", 900_000), ("{0} skirt", 700_000), ("{0} weapon", 500_000),
        ("{0} helm 0", 100_000), ("{0} body 0", 300_000),
    ];

    private static readonly (string Make, double Factor)[] Colours =
    [
        ("Black", 1), ("White", 1.6), ("Red", 1.1), ("Blue", 1.2), ("Green", 0.9), ("Pink", 1.5), ("Purple", 1.3),
        ("Orange", 1), ("Teal", 1.4), ("Brown", 0.7), ("Cream", 1.1), ("Gilded", 9000),
    ];

    private static readonly (string Kind, double Price)[] ColourThings =
    [
        ("{0} cape", 90), ("{0} boots", 110), ("{0} gloves", 80), ("{0} hat", 95), ("{0} robe top", 160),
        ("{0} robe bottoms", 150), ("{0} headband", 2400), ("{0} dye/ink", 600), ("{0} cavalier", 31_000),
        ("{0} boater", 18_000),
    ];

    private static readonly (string Make, double Factor)[] Pies =
    [
        ("Apple", 1), ("Meat", 1.2), ("Redberry", 0.9), ("Garden", 4), ("Fish", 5), ("Admiral", 9), ("Wild", 12),
        ("Summer", 20), ("Botanical", 15), ("Mushroom", 17),
    ];

    private static readonly (string Kind, double Price)[] PieThings =
    [
        ("{0} pie", 60), ("Half a {0} pie", 25), ("Raw {0} pie", 55), ("Part {0} pie", 20),
    ];

    private static readonly (string Make, double Factor)[] Ages = [("3rd age", 1)];

    private static readonly (string Kind, double Price)[] AgeThings =
    [
        ("{0} amulet", 70_000_000), ("{0} axe", 1_300_000_000), ("{0} bow", 1_750_000_000), ("{0} cloak", 260_000_000),
        ("{0} druidic robe top", 850_000_000), ("{0} full helmet", 190_000_000),
        ("{0} kiteshield", 420_000_000), ("{0} longsword", 1_550_000_000), ("{0} mage hat", 150_000_000),
        ("{0} pickaxe", 1_900_000_000), ("{0} platebody", 640_000_000), ("{0} robe", 120_000_000),
    ];

    /// <summary>Every name with its base price in gp. A name may occur twice.</summary>
    public static IEnumerable<(string Name, double Price)> All() =>
    [
        .. Family(Metals, MetalThings),
        .. Family(Woods, WoodThings),
        .. Family(Gems, GemThings),
        .. Family(Herbs, HerbThings),
        .. Family(Potions, PotionDoses),
        .. Family(Brews, BrewDoses),
        .. Family(Jewels, Charges),
        .. Family(Places, PlaceThings),
        .. Family(Fish, FishThings),
        .. Family(Elements, ElementThings),
        .. Family(Hides, HideThings),
        .. Family(Gods, GodThings),
        .. Family(Brothers, BrotherThings),
        .. Family(Colours, ColourThings),
        .. Family(Pies, PieThings),
        .. Family(Ages, AgeThings),
    ];

    private static IEnumerable<(string Name, double Price)> Family(
        (string Make, double Factor)[] makes, (string Kind, double Price)[] kinds) =>
        from make in makes
        from kind in kinds
        let inName = kind.Kind.StartsWith('{') ? make.Make : make.Make.ToLowerInvariant()
        select (string.Format(kind.Kind, inName), Math.Max(2, make.Factor * kind.Price));
}
