namespace PriceStream.Web.Upstream;

/// <summary>Polls the upstream at once and returns when its prices are published. The room that polls registers it.</summary>
public delegate Task<PollResult> PollNow(CancellationToken cancellationToken);
