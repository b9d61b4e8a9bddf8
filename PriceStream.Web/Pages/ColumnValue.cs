namespace PriceStream.Web.Pages;

/// <summary>An item's value in a column, unformatted: a text, a whole number (gp, pieces, Unix seconds), or neither.</summary>
public readonly record struct ColumnValue(string? Text, long? Number)
{
    public ColumnValue(string text) : this(text, null)
    {
    }

    public ColumnValue(long? number) : this(null, number)
    {
    }
}
