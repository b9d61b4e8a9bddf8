namespace PriceStream.Web.Data;

/// <summary>
/// Which of several instances polls and writes: at most one holds the lease. Each new holder has a higher epoch, which the database
/// checks with every write, so a holder that was suspended and wakes up too late writes nothing.
/// </summary>
public interface IWriterLease
{
    /// <summary>The epoch while this instance holds the lease, as of its last call; null while it does not.</summary>
    long? Epoch { get; }

    /// <summary>Takes or renews the lease for a time from now on. False while another instance holds it.</summary>
    Task<bool> TryHoldAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the lease is still this instance's, as far as is known. One whose time has passed is renewed first: this instance may have
    /// been suspended. True while the server that has the lease is away.
    /// </summary>
    Task<bool> ConfirmAsync(CancellationToken cancellationToken) => Task.FromResult(Epoch is not null);

    /// <summary>Retries a renewal that failed, so that the holder is the first to be back after an outage. Called every second.</summary>
    Task RetryAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets another instance take the lease at once.</summary>
    Task ReleaseAsync(CancellationToken cancellationToken);
}
