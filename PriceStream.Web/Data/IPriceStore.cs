using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data;

/// <summary>
/// A database engine: its own statements for the hot reads and writes. Other rooms use the stores in front of it, such as
/// <see cref="PriceStore"/>. Every call may throw the engine's exceptions, which <see cref="Diagnose"/> explains.
/// </summary>
public interface IPriceStore
{
    /// <summary>The engine and where its data is, human-readable and without a password.</summary>
    string Description { get; }

    /// <summary>Runs these writes in order in one transaction. Only the outbox calls it, one call at a time.</summary>
    /// <param name="epoch">
    /// The writer's fencing number. The transaction is refused if a writer with a higher number has already written. Null: not checked.
    /// </param>
    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="LeaseLostException">The lease has passed to another instance. Nothing is written.</exception>
    Task<int> WriteAsync(IReadOnlyList<StoreWrite> writes, long? epoch, CancellationToken cancellationToken);

    /// <summary>Opens a connection for the several reads of one history; the caller disposes it.</summary>
    ValueTask<IHistoryReads> OpenHistoryAsync(CancellationToken cancellationToken);

    /// <summary>The windows of <paramref name="width"/> seconds of a range of items, both ends included, in a range of time.</summary>
    /// <param name="from">The first Unix second.</param>
    /// <param name="before">The Unix second after the last.</param>
    Task<List<(int ItemId, HistoryRow Window)>> ReadWindowsAsync(
        int firstItem, int lastItem, int width, long from, long before, CancellationToken cancellationToken);

    /// <summary>Reads the windows of <paramref name="width"/> seconds of all items, item by item, each ascending.</summary>
    /// <param name="from">The first Unix second.</param>
    /// <param name="before">The Unix second after the last.</param>
    /// <param name="take">Called for each window, with its item.</param>
    Task ReadAllWindowsAsync(int width, long from, long before, Action<int, HistoryRow> take, CancellationToken cancellationToken);

    /// <summary>Returns what is wrong with the database, and a human-readable reason; null when it did not cause the exception.</summary>
    (StorageFailureKind Kind, string Reason)? Diagnose(Exception exception);

    /// <summary>Returns a reason as visitors may read it: without a path, a host, or what the system reported.</summary>
    string ForVisitors(string reason);
}
