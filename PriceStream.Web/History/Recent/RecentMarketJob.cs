using Coravel.Invocable;

namespace PriceStream.Web.History.Recent;

/// <summary>Brings <see cref="RecentMarket"/> up to date when windows have arrived, whichever instance has fetched them.</summary>
public sealed class RecentMarketJob(RecentMarket market) : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public Task Invoke() => market.RefreshAsync(CancellationToken);
}
