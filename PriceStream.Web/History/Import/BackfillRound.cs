namespace PriceStream.Web.History.Import;

/// <summary>One attempt to fetch an item's past, a request a second.</summary>
public sealed class BackfillRound(int itemId)
{
    private readonly List<Resolution> failed = [];

    public int ItemId => itemId;

    /// <summary>How many windows have been stored.</summary>
    public int Stored { get; private set; }

    /// <summary>Why the first of the failed series failed, in words; null when none did.</summary>
    public string? Reason { get; private set; }

    /// <summary>The next series to fetch of those that are missing; null when each has been tried.</summary>
    public Resolution? Next(IEnumerable<Resolution> missing) => missing.FirstOrDefault(resolution => !failed.Contains(resolution));

    public void Store(int windows) => Stored += windows;

    public void Fail(Resolution resolution, string reason)
    {
        failed.Add(resolution);
        Reason ??= reason;
    }
}
