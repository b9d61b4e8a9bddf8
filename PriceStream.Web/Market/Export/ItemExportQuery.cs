using PriceStream.Web.Requests;

namespace PriceStream.Web.Market.Export;

/// <summary>Everything that a query finds.</summary>
[RefusedParameters("must be absent: an export has every row", "page", "page_size")]
public sealed record ItemExportQuery : ItemQuery;
