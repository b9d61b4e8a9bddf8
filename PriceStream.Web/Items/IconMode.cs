namespace PriceStream.Web.Items;

/// <summary>Where the pictures of items come from.</summary>
public enum IconMode
{
    /// <summary>Nowhere: pages draw a coin with the item's first letter, and the browser contacts only this site.</summary>
    None,

    /// <summary>The picture source, by default the OSRS Wiki, which then sees every visitor's address.</summary>
    Wiki,

    /// <summary>This server, which fetches each picture once and keeps it. The browser contacts only this site.</summary>
    Cached,
}
