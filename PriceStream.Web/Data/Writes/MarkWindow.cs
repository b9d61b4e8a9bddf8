namespace PriceStream.Web.Data.Writes;

/// <summary>Marks a bulk window as fetched, and not rolled up yet.</summary>
/// <param name="Width">In seconds.</param>
/// <param name="Time">Its start, in Unix seconds.</param>
/// <param name="Items">How many items traded in it.</param>
public sealed record MarkWindow(int Width, long Time, int Items) : StoreWrite
{
    public override long Bytes => 64;
}
