using Coravel.Invocable;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>Moves SQLite's write-ahead log into the file, every ten seconds and outside any write.</summary>
public sealed class CheckpointJob(SqliteStore store) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke()
    {
        store.Checkpoint();
        return Task.CompletedTask;
    }
}
