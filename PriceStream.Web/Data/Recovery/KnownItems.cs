namespace PriceStream.Web.Data.Recovery;

/// <summary>Returns the catalogue that the site has in memory, for a database that has lost it. Another room registers it.</summary>
public delegate IReadOnlyList<ItemRow> KnownItems();
