using PriceStream.Web.Data;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web.Prices;

/// <summary>
/// Publishes batches of prices and the upstream's status: on this instance alone or, with a relay, on all of them. With a relay, this
/// instance also receives its own batches from the relay.
/// </summary>
public sealed class PriceEvents(
    StreamHub hub, StreamFormat<Price> format, UpstreamMonitor monitor, PriceReceiver receiver, StreamRelay<Price>? relay = null)
{
    /// <summary>Publishes the changes of a successful poll.</summary>
    /// <exception cref="RelayException">The relay does not answer. Nothing is published, and memory is unchanged.</exception>
    /// <exception cref="LeaseLostException">Another instance has taken over, and publishes its own poll. Nothing is published.</exception>
    public async Task PublishAsync(IReadOnlyList<Price> changed, CancellationToken cancellationToken)
    {
        var status = monitor.Succeeded();
        if (relay is null)
        {
            PublishHere(changed, status);
            return;
        }

        await RelayAsync(changed, status, cancellationToken);
    }

    /// <summary>Publishes that a poll has failed.</summary>
    /// <exception cref="LeaseLostException">As above.</exception>
    public async Task PublishFailureAsync(string reason, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var status = monitor.Failed(reason, retryAfter);
        try
        {
            if (relay is not null)
            {
                await RelayAsync([], status, cancellationToken);
                return;
            }
        }
        catch (RelayException)
        {
            // The other instances cannot be reached, but this one's clients can.
        }

        PublishHere([], status);
    }

    /// <summary>Publishes, to this instance's clients, that it can neither poll nor receive another instance's polls.</summary>
    public void PublishCutOff(string reason) => PublishHere([], monitor.Failed(reason, null));

    private async Task RelayAsync(IReadOnlyList<Price> changed, UpstreamStatus status, CancellationToken cancellationToken)
    {
        if (!await relay!.PublishAsync(changed, PriceRelayFormat.WriteStatus(status), cancellationToken))
        {
            throw new LeaseLostException();
        }
    }

    // The state before the id: a page rendered in between may have newer prices than its id, but never older ones.
    private void PublishHere(IReadOnlyList<Price> changed, UpstreamStatus status) =>
        hub.Publish(changed, format, receiver.Apply(changed, status));
}
