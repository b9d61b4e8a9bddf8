namespace PriceStream.Web.Items.Search;

/// <summary>How an item matches a search, the best match first.</summary>
public enum NameRank
{
    /// <summary>The text is the item's name.</summary>
    Name,

    /// <summary>The text is the item's id.</summary>
    Id,

    /// <summary>Players call the item by the text.</summary>
    Nickname,

    /// <summary>The name begins with the text.</summary>
    NameStart,

    /// <summary>A later word of the name begins with the text.</summary>
    WordStart,

    /// <summary>The name contains every word of the text, in any order.</summary>
    Words,

    /// <summary>The name contains words that are spelt nearly like those of the text.</summary>
    Spelling,
}
