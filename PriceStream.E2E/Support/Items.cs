namespace PriceStream.E2E.Support;

/// <summary>The ids of the items that the tests trade.</summary>
internal static class Items
{
    public const int Cannonball = 2;
    public const int Whip = 4151;

    /// <summary>Never traded at the start.</summary>
    public const int Logs = 1511;
}
