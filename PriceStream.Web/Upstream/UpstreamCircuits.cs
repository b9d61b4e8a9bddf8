using Polly.CircuitBreaker;

namespace PriceStream.Web.Upstream;

/// <summary>The client's circuit breakers, which stop requests for a moment while the upstream keeps failing.</summary>
public sealed class UpstreamCircuits
{
    internal CircuitBreakerManualControl Control { get; } = new();

    /// <summary>Closes all of them, so that the next request is sent.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => Control.CloseAsync(cancellationToken);
}
