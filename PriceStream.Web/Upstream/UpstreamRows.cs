namespace PriceStream.Web.Upstream;

/// <summary>Collects the rows of a response while it is read.</summary>
internal sealed class UpstreamRows<T>
{
    private readonly List<T> usable = [];
    private int refused;
    private string? firstRefusal;

    public void Add(T row) => usable.Add(row);

    /// <param name="reason">The row, and what is wrong with it.</param>
    public void Refuse(string reason)
    {
        refused++;
        firstRefusal ??= reason;
    }

    public UpstreamAnswer<T> ToAnswer() => new(usable, refused, firstRefusal);
}
