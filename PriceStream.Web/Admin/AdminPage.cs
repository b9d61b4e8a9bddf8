using PriceStream.Web.Settings;

namespace PriceStream.Web.Admin;

/// <summary>The contents of the administrator's page, section by section.</summary>
public sealed record AdminPage(
    StreamsSection Streams,
    UpstreamSection Upstream,
    StorageSection Storage,
    CacheSection Cache,
    JobsSection Jobs,
    EffectiveSettings Settings);
