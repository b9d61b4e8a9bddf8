namespace PriceStream.Web.Market;

/// <summary>Where a page stands in the whole list.</summary>
/// <param name="Page">The number of the page, from 1.</param>
/// <param name="PageSize">How many items a page holds.</param>
/// <param name="Total">How many items the whole list has.</param>
/// <param name="TotalPages">How many pages the whole list has.</param>
/// <param name="Catalogue">How many items the catalogue has.</param>
/// <param name="MatchedBy">How many items each filter in use lets through by itself; null without a filter.</param>
public sealed record ItemsMeta(
    int Page, int PageSize, int Total, int TotalPages, int Catalogue, IReadOnlyList<FilterMatch>? MatchedBy);
