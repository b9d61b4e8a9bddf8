namespace PriceStream.Web.Upstream;

/// <summary>
/// Returns true while scheduled polls must not run, because a tester steps the demo market. The demo market registers it;
/// without it, polls are never suspended.
/// </summary>
public delegate bool PollsSuspended();
