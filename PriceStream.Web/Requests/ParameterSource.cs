namespace PriceStream.Web.Requests;

/// <summary>Where a request carries a parameter.</summary>
public enum ParameterSource
{
    Query,
    Path,
    Header,
}
