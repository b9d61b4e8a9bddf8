using Coravel.Invocable;
using PriceStream.Web.Items;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web;

/// <summary>Fetches the catalogue and, as soon as it is there, the first prices.</summary>
public sealed class FirstSync(
    LoggedJob<CatalogueRefreshJob> catalogue,
    LoggedJob<PricePollJob> prices,
    CatalogueStatus status,
    PriceEvents events,
    UpstreamOptions upstream,
    IServiceProvider services) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        catalogue.CancellationToken = CancellationToken;
        prices.CancellationToken = CancellationToken;
        if (!await HoldsLeaseAsync())
        {
            await services.LoadCatalogueAsync(CancellationToken); // the instance that holds the lease has stored it
            return;
        }

        await catalogue.Invoke();
        if (status.Loaded)
        {
            await prices.Invoke();
            // The first catalogue leaves more garbage than anything after it. Return that memory to the system now.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private async Task<bool> HoldsLeaseAsync()
    {
        if (services.GetService<StreamLease>() is not { } lease)
        {
            return true;
        }

        try
        {
            return await lease.TryHoldAsync(TimeSpan.FromSeconds(1.5 * upstream.PollSeconds));
        }
        catch (RelayException exception)
        {
            events.PublishCutOff(exception.Message);
            return false;
        }
    }
}
