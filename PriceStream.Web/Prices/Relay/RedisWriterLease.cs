using PriceStream.Web.Data;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Prices.Relay;

/// <summary>
/// The lease in Redis. Unlike PostgreSQL's, its holder loses it while Redis is away, because it could not publish to the other instances.
/// </summary>
internal sealed class RedisWriterLease(StreamLease lease) : IWriterLease
{
    public long? Epoch => lease.Epoch;

    /// <exception cref="RelayException">Redis does not answer.</exception>
    public Task<bool> TryHoldAsync(TimeSpan duration, CancellationToken cancellationToken) => lease.TryHoldAsync(duration);

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await lease.ReleaseAsync();
        }
        catch (RelayException)
        {
            // The lease expires without this.
        }
    }
}
