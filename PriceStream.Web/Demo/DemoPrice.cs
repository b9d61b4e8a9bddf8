using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>A price that a tester has set.</summary>
/// <param name="Since">
/// The Unix second from which only set prices count. Windows that end after it have no row of the item, as if it had not traded, so that
/// its history shows exactly the prices that were set.
/// </param>
public sealed record DemoPrice(UpstreamPrice Price, long Since);
