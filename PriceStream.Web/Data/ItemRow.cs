namespace PriceStream.Web.Data;

/// <summary>One Grand Exchange item as the upstream's catalogue describes it. Amounts are gp; null where the upstream has none.</summary>
public sealed class ItemRow
{
    public int ItemId { get; set; }
    public required string Name { get; set; }
    public required string Examine { get; set; }
    public required string Icon { get; set; }
    public bool Members { get; set; }
    public int? BuyLimit { get; set; }
    public long? Value { get; set; }
    public long? HighAlch { get; set; }
    public long? LowAlch { get; set; }

    /// <summary>The Unix second at which the upstream was found to have it no longer; null while it is traded.</summary>
    public long? DelistedAt { get; set; }
}
