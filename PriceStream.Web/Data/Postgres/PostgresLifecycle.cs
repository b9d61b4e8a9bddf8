using Npgsql;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data.Postgres;

/// <summary>Opens the database at the start, looks whether the server answers, and takes it into use again.</summary>
internal sealed class PostgresLifecycle(
    PostgresSource source, PostgresUpgrade upgrade, Partitions partitions, PostgresSize size, StorageState state) : IStoreLifecycle
{
    private volatile bool isOpen;

    public async Task OpenAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken)
    {
        await upgrade.RunAsync(meanwhile, cancellationToken);
        isOpen = true;
    }

    public async Task InspectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenAsync(cancellationToken);
            if (await SiteStatements.IsReadOnlyAsync(connection, cancellationToken))
            {
                state.Report(StorageFailureKind.Unwritable, $"{source.Name} is read-only");
            }

            await size.RefreshAsync(connection, cancellationToken);
        }
        catch (Exception exception) when (PostgresFailures.Of(exception, source.Name) is var (kind, reason))
        {
            state.Report(kind, reason);
        }
    }

    public async Task<string> RecoverAsync(StorageFailure failure, CancellationToken cancellationToken)
    {
        // The pool may hold connections that ended with the server, or that lead to one that is no longer the primary.
        source.Pool.Clear();
        partitions.Forget();
        if (isOpen)
        {
            await CheckOrReopenAsync(cancellationToken);
        }
        else
        {
            await OpenAsync(null, cancellationToken);
            await CheckAsync(cancellationToken);
        }

        return $"{source.Description} answers again";
    }

    // A newer version may have upgraded the database meanwhile, which is no reason to stop writing. Only an empty one is set up again.
    private async Task CheckOrReopenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            await OpenAsync(null, cancellationToken);
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenAsync(cancellationToken);
        await SiteStatements.CheckWriteAsync(connection, cancellationToken);
    }
}
