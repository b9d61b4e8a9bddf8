using PriceStream.Web.Upstream.Icons;

namespace PriceStream.Web.Items.Icons;

/// <summary>Fetches the pictures that are queued, two at a time. It makes no request that no visitor has asked for.</summary>
internal sealed class IconFetcher(
    WantedIcons wanted, ItemPictures pictures, IconStore store, IconClient client, IconOutage outage, IconMetrics metrics) : BackgroundService
{
    private const int AtOnce = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var itemId in wanted.ReadAllAsync(cancellationToken))
        {
            try
            {
                await FetchAsync(itemId, cancellationToken);
            }
            finally
            {
                wanted.Done(itemId);
            }
        }
    }

    // After an outage has begun, the rest of the queue is dropped. The next views ask for it again.
    private async Task FetchAsync(int itemId, CancellationToken cancellationToken)
    {
        if (pictures.Missing(itemId) is not { } missing || !outage.Allows(itemId))
        {
            return;
        }

        try
        {
            var content = await client.FetchAsync(new(missing.Source), cancellationToken);
            pictures.Keep(missing.Item, missing.Source, content);
            metrics.Stored();
            outage.Succeeded(itemId);
        }
        catch (IconException error) when (error.IsRefusal)
        {
            metrics.Refused();
            outage.Refused(missing.Item, error.Message);
        }
        catch (IconException error)
        {
            metrics.Failed();
            outage.Failed($"the picture source {error.Message}", error.RetryAfter);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Without a pause, every view would fetch the picture again.
            metrics.Failed();
            outage.Failed(IconStore.IsAboutTheDisk(error) ? store.Problem(error) : error.GetType().Name, retryAfter: null);
        }
    }
}
