namespace PriceStream.Web.Data.Sqlite;

/// <summary>The one row that has the highest epoch of any writer so far.</summary>
public sealed class FenceRow
{
    public int Id { get; set; }
    public long Epoch { get; set; }
}
