namespace PriceStream.Web.Data;

/// <summary>A bulk window, of all items, that has been stored. The list prevents double fetches and gaps.</summary>
public sealed class FetchedWindowRow
{
    public int Step { get; set; }
    public long Time { get; set; }

    /// <summary>How many items traded in it; 0 when the upstream had no data for that time.</summary>
    public int Items { get; set; }

    /// <summary>The width in seconds of the widest window that it has been rolled up into; 0 for none.</summary>
    public int RolledInto { get; set; }
}
