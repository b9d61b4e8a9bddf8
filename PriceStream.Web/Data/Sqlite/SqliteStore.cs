using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Recovery;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>The SQLite file. Its calls block, for milliseconds.</summary>
public sealed class SqliteStore(DatabaseFile file, SqliteConnections connections) : IPriceStore
{
    // A commit is in the log when it returns, and survives a crash of the process. Only a power failure may lose the newest commits, and it
    // never damages the file (https://www.sqlite.org/pragma.html#pragma_synchronous). A separate job moves the log into the file, outside
    // any write, because a commit that did so would take as long as a hundred others. Without that job it happens at 100,000 pages, 400 MB.
    private const string Pragmas = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 100000";

    public string Description => $"SQLite {file.Path}";

    public Task<int> WriteAsync(IReadOnlyList<StoreWrite> writes, long? epoch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = connections.Open();
        SqliteFile.Execute(connection, Pragmas);
        using var transaction = connection.BeginTransaction();
        using var statements = new WriteTransaction(connection);
        if (epoch is { } own)
        {
            FenceStatements.Check(statements, own);
        }

        var deleted = writes.Sum(write => Run(statements, transaction, write));
        transaction.Commit();
        return Task.FromResult(deleted);
    }

    public ValueTask<IHistoryReads> OpenHistoryAsync(CancellationToken cancellationToken) =>
        new(new SqliteHistoryReads(connections.Open()));

    public Task<List<(int ItemId, HistoryRow Window)>> ReadWindowsAsync(
        int firstItem, int lastItem, int width, long from, long before, CancellationToken cancellationToken)
    {
        var windows = new List<(int, HistoryRow)>();
        using var connection = connections.Open();
        RecentStatements.Read(connection, firstItem, lastItem, width, from, before, (item, window) => windows.Add((item, window)));
        return Task.FromResult(windows);
    }

    public Task ReadAllWindowsAsync(int width, long from, long before, Action<int, HistoryRow> take, CancellationToken cancellationToken)
    {
        using var connection = connections.Open();
        RecentStatements.Read(connection, 0, int.MaxValue, width, from, before, take);
        return Task.CompletedTask;
    }

    /// <summary>Moves the log into the file, except for parts that a reader still needs. Does not block writers or readers.</summary>
    public void Checkpoint()
    {
        using var connection = connections.Open();
        SqliteFile.Execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
    }

    public (StorageFailureKind Kind, string Reason)? Diagnose(Exception exception) => SqliteFailures.Of(exception, file);

    // Reasons name the file by its path, and after a colon what the system reported. "the disk of PATH is full" becomes "the disk is full".
    public string ForVisitors(string reason)
    {
        var plain = reason
            .Replace(" of " + file.Path, "", StringComparison.Ordinal)
            .Replace(" " + file.Path, "", StringComparison.Ordinal)
            .Split(": ")[0];
        return plain.AsSpan().ContainsAny('/', '\\') ? "the database cannot be used" : plain;
    }

    private static int Run(WriteTransaction statements, SqliteTransaction transaction, StoreWrite write)
    {
        switch (write)
        {
            case SavePrices prices:
                PriceStatements.Save(statements, prices.Updates);
                break;
            case SaveWindows windows:
                WindowStatements.Save(statements, windows.Windows, windows.Origin);
                break;
            case SaveItems items:
                ItemStatements.Save(statements, transaction, items.Items);
                break;
            case Prune prune:
                return WindowStatements.Prune(statements, prune.Items, prune.Limits);
            default:
                ImportStatements.Run(statements, write);
                break;
        }

        return 0;
    }
}
