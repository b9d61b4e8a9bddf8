namespace PriceStream.Web.Data.Postgres;

/// <summary>Which prices the site shows. Those of the demo market never mix with real ones.</summary>
internal sealed record PostgresSite(bool IsDemo)
{
    /// <summary>The name in the table <c>site</c>.</summary>
    public string Mode => IsDemo ? "demo" : "live";
}
