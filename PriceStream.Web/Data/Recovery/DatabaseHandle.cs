using Microsoft.Data.Sqlite;
using PriceStream.Web.Data.Sqlite;

namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Holds a lock on the database file that other processes see, and an open connection, through which a deleted file stays readable.
/// </summary>
public sealed class DatabaseHandle(
    DatabaseFile file, SqliteConnections connections, DatabaseUpgrade upgrade, InstancePolicy instances, TimeProvider clock) : IDisposable
{
    private FileStream? site;
    private FileStream? use;

    /// <summary>The connection that holds the file; null while it is closed.</summary>
    public SqliteConnection? Connection { get; private set; }

    /// <summary>Whether the file was deleted or replaced since it was opened.</summary>
    public bool HasMoved => Connection is not null && SqliteFile.HasMoved(Connection);

    /// <summary>Opens the file at the start, once no other process opens or repairs it. Creates or upgrades it if necessary.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; its result is disposed at the end.</param>
    public async Task OpenAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(file.Folder);
        await using var turn = await TakeTurnAsync(cancellationToken);
        await OpenInTurnAsync(meanwhile, cancellationToken);
    }

    /// <summary>Waits until no other process opens or repairs the file.</summary>
    /// <returns>The turn, which ends when it is disposed.</returns>
    /// <exception cref="DatabaseRefusedException">Another process serves the database, and no relay connects the two.</exception>
    public async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        site ??= await FileLocks.TryTakeSiteAsync(file, instances.MayShare, clock, cancellationToken)
            ?? throw new DatabaseRefusedException(
                $"another process serves the database {file.Path}. Stop it first, or set ConnectionStrings__Redis for both");
        use ??= await FileLocks.WaitForUseAsync(file, clock, cancellationToken);
        return await FileLocks.WaitForTurnAsync(file, clock, cancellationToken);
    }

    /// <summary>Opens the file in this process's turn, and creates or upgrades it if necessary.</summary>
    public async Task OpenInTurnAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        Close();
        await upgrade.RunAsync(meanwhile, cancellationToken);
        Connection = SqliteFile.OpenReadable(file.Path, cancellationToken);
    }

    /// <summary>Closes the file and opens it again without an upgrade.</summary>
    public void Reopen(CancellationToken cancellationToken)
    {
        Close();
        Connection = SqliteFile.OpenReadable(file.Path, cancellationToken);
    }

    /// <summary>Closes every connection to the file, because one that was opened read-only stays read-only.</summary>
    public void Close()
    {
        Connection?.Dispose();
        Connection = null;
        connections.Clear();
    }

    public void Dispose()
    {
        Connection?.Dispose();
        use?.Dispose();
        site?.Dispose();
    }
}
