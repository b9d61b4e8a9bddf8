using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data;

/// <summary>Reads an item's stored past.</summary>
public sealed class HistoryStore(IPriceStore store, StorageState state)
{
    /// <summary>
    /// Runs the reads of one history on one connection. If they fail because of the database, they run once more: one that seemed only
    /// unwritable may be unreadable too.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public async Task<TResult> ReadAsync<TResult>(Func<IHistoryReads, Task<TResult>> read, CancellationToken cancellationToken)
    {
        for (var isAgain = false; state.CanRead; isAgain = true)
        {
            try
            {
                await using var reads = await store.OpenHistoryAsync(cancellationToken);
                return await read(reads);
            }
            catch (Exception exception) when (isAgain ? state.ReportUnreadable(exception) : state.Report(exception))
            {
                // Reported. Without a failure that keeps from reading, the loop reads again.
            }
        }

        throw new StoreUnavailableException(state.Failure?.PublicReason ?? "the database cannot be read");
    }
}
