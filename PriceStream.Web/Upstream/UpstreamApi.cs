namespace PriceStream.Web.Upstream;

/// <summary>Which version of the price API the client speaks.</summary>
public enum UpstreamApi
{
    /// <summary>The version that the address names, or 1; the other one once that version has been retired.</summary>
    Auto,

    V1,

    V2,
}
