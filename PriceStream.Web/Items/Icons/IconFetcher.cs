using PriceStream.Web.Upstream.Icons;

namespace PriceStream.Web.Items.Icons;

/// <summary>Fetches the pictures that are queued, two at a time. It makes no request that no visitor has asked for.</summary>
internal sealed class IconFetcher(
    WantedIcons queue, IconStore store, IconClient client, IconOutage outage, IconMetrics metrics) : BackgroundService
{
    private const int AtOnce = 2;

    /// <summary>Before the first visitor, so that no picture of an earlier run is fetched again.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        store.Load();
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var wanted in queue.ReadAllAsync(cancellationToken))
        {
            try
            {
                await FetchAsync(wanted, cancellationToken);
            }
            finally
            {
                queue.Done(wanted);
            }
        }
    }

    // During an outage, the rest of the queue is dropped. The next views ask for it again.
    private async Task FetchAsync(WantedIcon wanted, CancellationToken cancellationToken)
    {
        if (store.VersionOf(wanted.Icon) is not null || !outage.Allows(wanted.Icon))
        {
            return;
        }

        try
        {
            store.Store(wanted.Icon, await client.FetchAsync(new(wanted.Source), cancellationToken));
            metrics.Stored();
            outage.Succeeded();
        }
        catch (IconException error) when (error.IsRefusal)
        {
            metrics.Refused();
            outage.Refused(wanted.Icon, error.Message);
        }
        catch (IconException error)
        {
            metrics.Failed();
            outage.Failed($"the picture source {error.Message}", error.RetryAfter);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Without a pause, every view would fetch the picture again. An exception that ended this loop would end the site.
            metrics.Failed();
            outage.Failed(IconStore.IsAboutTheDisk(error) ? store.Problem(error) : error.GetType().Name, retryAfter: null);
        }
    }
}
