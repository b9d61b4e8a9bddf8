using PriceStream.Web.Settings;

namespace PriceStream.Web.Admin;

/// <summary>Everything that the administrator's page shows about the site, section by section.</summary>
public sealed record AdminPage(
    StreamsSection Streams,
    UpstreamSection Upstream,
    StorageSection Storage,
    CacheSection Cache,
    JobsSection Jobs,
    EffectiveSettings Settings);
