using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>Decides which of the two jobs that fetch the past may send the request of this second.</summary>
public sealed class FetchTurns(UpstreamBudget budget, ItemBackfill items, TimeProvider clock)
{
    // A visitor waits for an item's past. Windows still get one second in so many, so that many visitors do not stop them.
    private const int SecondsPerWindow = 4;

    public bool IsForWindows => budget.HasRoom && !(IsSecondOfItems && items.IsWaiting);

    public bool IsForItems => budget.HasRoom && (IsSecondOfItems || !budget.IsLimited);

    // An odd second of four, because polls every two or four seconds take the others.
    private bool IsSecondOfItems =>
        budget.IsLimited && clock.GetUtcNow().ToUnixTimeSeconds() % SecondsPerWindow != SecondsPerWindow - 1;
}
