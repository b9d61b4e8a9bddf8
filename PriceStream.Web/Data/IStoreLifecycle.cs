using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Data;

/// <summary>How an engine's database is opened at the start, monitored, and brought back after a failure.</summary>
public interface IStoreLifecycle
{
    /// <summary>Opens the database, and creates or upgrades it if necessary. Throws the engine's exceptions if that fails.</summary>
    /// <param name="meanwhile">Called when an upgrade begins; its result is disposed at the end.</param>
    /// <exception cref="DatabaseRefusedException">It cannot be used until the administrator has changed something.</exception>
    Task OpenAsync(Func<Task<IAsyncDisposable>>? meanwhile, CancellationToken cancellationToken);

    /// <summary>Looks for failures that no read or write reports, and reports them to the <see cref="StorageState"/>.</summary>
    Task InspectAsync(CancellationToken cancellationToken);

    /// <summary>Brings the database back into use, so that it can be read and written. Throws if that fails.</summary>
    /// <returns>What was done, human-readable.</returns>
    Task<string> RecoverAsync(StorageFailure failure, CancellationToken cancellationToken);
}
