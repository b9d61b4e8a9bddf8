namespace PriceStream.Web.Data;

/// <summary>The origin of a window, strongest first: of two windows for the same time, the stronger stays.</summary>
public enum WindowOrigin
{
    /// <summary>The upstream's window of all items.</summary>
    Bulk,

    /// <summary>The upstream's series of one item.</summary>
    Series,

    /// <summary>Rolled up by this site from narrower windows.</summary>
    RolledUp,
}
