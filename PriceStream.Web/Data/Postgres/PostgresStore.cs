using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data.Postgres;

/// <summary>PostgreSQL as a store of prices: its own statements for the hot reads and writes.</summary>
internal sealed class PostgresStore(PostgresSource source, Partitions partitions) : IPriceStore
{
    private readonly PostgresWrites writer = new(source, partitions);

    public string Description => source.Description;

    public Task<int> WriteAsync(IReadOnlyList<StoreWrite> writes, long? epoch, CancellationToken cancellationToken) =>
        writer.RunAsync(writes, epoch, cancellationToken);

    public async ValueTask<IHistoryReads> OpenHistoryAsync(CancellationToken cancellationToken) =>
        new PostgresHistoryReads(await source.OpenAsync(cancellationToken));

    public async Task<List<(int ItemId, HistoryRow Window)>> ReadWindowsAsync(
        int firstItem, int lastItem, int width, long from, long before, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenAsync(cancellationToken);
        var windows = new List<(int ItemId, HistoryRow Window)>();
        await HistoryStatements.ReadWindowsOfItemsAsync(
            connection, (firstItem, lastItem, width), (from, before), (item, window) => windows.Add((item, window)), cancellationToken);
        return windows;
    }

    public async Task ReadAllWindowsAsync(
        int width, long from, long before, Action<int, HistoryRow> take, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenAsync(cancellationToken);
        await HistoryStatements.ReadWindowsOfItemsAsync(
            connection, (int.MinValue, int.MaxValue, width), (from, before), take, cancellationToken);
    }

    public string ForVisitors(string reason) => PostgresFailures.PublicReason(reason, source.Name);

    public (StorageFailureKind Kind, string Reason)? Diagnose(Exception exception) => PostgresFailures.Of(exception, source.Name);
}
