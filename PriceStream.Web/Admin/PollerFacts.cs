using PriceStream.Web.Prices;
using PriceStream.Web.Prices.Relay;

namespace PriceStream.Web.Admin;

/// <summary>Which of several instances polls, and how they share the stream.</summary>
public sealed class PollerFacts(PollGate gate, SiteRelay relay)
{
    /// <summary>Empty where there is no lease: a single instance always polls.</summary>
    public IReadOnlyList<AdminFact> Facts() => gate.IsShared
        ?
        [
            new("Polled by", gate.IsWriter ? "this instance" : "another instance, or none while the lease cannot be read"),
            new("Relay", relay.Description),
        ]
        : [];
}
