namespace PriceStream.Web.Upstream;

/// <summary>Where prices come from.</summary>
public enum UpstreamMode
{
    /// <summary>A server that speaks the OSRS Wiki real-time prices API.</summary>
    Live,

    /// <summary>The simulated market in this process.</summary>
    Demo,
}
