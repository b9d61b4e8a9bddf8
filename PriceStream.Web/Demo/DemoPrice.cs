using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>A price that somebody has set.</summary>
/// <param name="Since">
/// The Unix second from which nothing but set prices counts. Windows that reach past it have no row of the item, as if it had not traded,
/// so that its history is made of the very prices that were set.
/// </param>
public sealed record DemoPrice(UpstreamPrice Price, long Since);
