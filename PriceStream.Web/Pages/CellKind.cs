namespace PriceStream.Web.Pages;

/// <summary>How the items table draws a cell.</summary>
public enum CellKind
{
    /// <summary>The item's icon, its name as a link to its page, and a mark for members' items. The header of its row.</summary>
    Name,

    /// <summary>A whole number with thousands separators.</summary>
    Number,

    /// <summary>An amount in gp, which the stream replaces.</summary>
    Price,

    /// <summary>A Unix second, shown as an age, which the stream replaces.</summary>
    Age,
}
