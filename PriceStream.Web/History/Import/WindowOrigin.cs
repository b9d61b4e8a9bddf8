namespace PriceStream.Web.History.Import;

/// <summary>Where a window comes from, the strongest first: which one stays when there are two.</summary>
public enum WindowOrigin
{
    /// <summary>The source's window of all items.</summary>
    Bulk,

    /// <summary>The source's series of one item.</summary>
    Series,

    /// <summary>Made here of narrower ones.</summary>
    RolledUp,
}
