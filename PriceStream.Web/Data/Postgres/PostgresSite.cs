namespace PriceStream.Web.Data.Postgres;

/// <summary>Which prices the site shows. Those of the demo market never mix with real ones.</summary>
internal record PostgresSite(bool IsDemo)
{
    /// <summary>The name in the table <c>site</c>.</summary>
    public virtual string Mode => IsDemo ? "demo" : "live";
}
