using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Items;
using PriceStream.Web.Jobs;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Web;

/// <summary>
/// The first sync of an instance. The polling instance fetches the catalogue and then the first prices; any other loads the catalogue
/// that the polling one has stored.
/// </summary>
public sealed class FirstSync(
    LoggedJob<CatalogueRefreshJob> refresh,
    LoggedJob<PricePollJob> poll,
    Catalogue catalogue,
    CatalogueLoader loader,
    PollGate gate,
    PriceEvents events) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (!await TryBecomeWriterAsync())
        {
            await loader.LoadAsync(CancellationToken);
            return;
        }

        refresh.CancellationToken = CancellationToken;
        poll.CancellationToken = CancellationToken;
        await refresh.Invoke();
        if (catalogue.IsLoaded)
        {
            await poll.Invoke();
            // The first catalogue leaves more garbage than anything after it; return that memory to the host now.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private async Task<bool> TryBecomeWriterAsync()
    {
        try
        {
            return await gate.TryBecomeWriterAsync(CancellationToken);
        }
        catch (Exception error) when (error is RelayException or StoreUnavailableException)
        {
            events.PublishCutOff(error.Message);
            return false;
        }
    }
}
