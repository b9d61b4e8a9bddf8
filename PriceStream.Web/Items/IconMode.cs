namespace PriceStream.Web.Items;

/// <summary>Where the pictures of items come from.</summary>
public enum IconMode
{
    /// <summary>Nowhere: a coin with the item's first letter is drawn. The browser asks nobody but this site.</summary>
    None,

    /// <summary>The OSRS Wiki, which then sees every visitor's address.</summary>
    Wiki,
}
