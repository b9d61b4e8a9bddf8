namespace PriceStream.Web.Data;

/// <summary>Where a window comes from, the strongest first: of two for the same time, the stronger stays.</summary>
public enum WindowOrigin
{
    /// <summary>The upstream's window of all items.</summary>
    Bulk,

    /// <summary>The upstream's series of one item.</summary>
    Series,

    /// <summary>Merged here from narrower windows.</summary>
    RolledUp,
}
