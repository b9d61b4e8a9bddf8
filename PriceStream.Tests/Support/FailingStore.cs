using Microsoft.Data.Sqlite;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Support;

/// <summary>A store whose disk a test can fill.</summary>
internal sealed class FailingStore(IPriceStore store) : IPriceStore
{
    /// <summary>Whether writes fail.</summary>
    public bool Fails { get; set; }

    public string Description => store.Description;

    public Task<int> WriteAsync(IReadOnlyList<StoreWrite> writes, long? epoch, CancellationToken cancellationToken) => Fails
        ? throw new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL)
        : store.WriteAsync(writes, epoch, cancellationToken);

    public ValueTask<IHistoryReads> OpenHistoryAsync(CancellationToken cancellationToken) => store.OpenHistoryAsync(cancellationToken);

    public Task<List<(int ItemId, HistoryRow Window)>> ReadWindowsAsync(
        int firstItem, int lastItem, int width, long from, long before, CancellationToken cancellationToken) =>
        store.ReadWindowsAsync(firstItem, lastItem, width, from, before, cancellationToken);

    public Task ReadAllWindowsAsync(
        int width, long from, long before, Action<int, HistoryRow> take, CancellationToken cancellationToken) =>
        store.ReadAllWindowsAsync(width, from, before, take, cancellationToken);

    public (StorageFailureKind Kind, string Reason)? Diagnose(Exception exception) => store.Diagnose(exception);

    public string ForVisitors(string reason) => store.ForVisitors(reason);
}
