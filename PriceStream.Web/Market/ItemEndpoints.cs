using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Market;

/// <summary>The catalogue as JSON.</summary>
public static class ItemEndpoints
{
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/items").WithTags("Items");
        items.MapGet("", FindAsync).WithName("FindItems");
        items.MapGet("/{id}", GetAsync).WithName("GetItem");
    }

    /// <summary>Lists items with their current prices</summary>
    /// <remarks>Searches, sorts and pages through the catalogue.</remarks>
    /// <response code="200">One page of the items found.</response>
    internal static async Task<Ok<ItemsAnswer>> FindAsync(
        Parameters<ItemQuery> query, ItemSearch search, CancellationToken cancellationToken)
    {
        var list = await search.FindAsync(query.Value, cancellationToken);
        return TypedResults.Ok(ItemsAnswer.Of(list));
    }

    /// <summary>Returns one item with its current price</summary>
    /// <response code="200">The item.</response>
    /// <response code="404">The catalogue has no item with this id.</response>
    internal static async Task<Results<Ok<ItemAnswer>, NotFoundProblem>> GetAsync(
        Parameters<OneItemQuery> query, ItemSearch search, CancellationToken cancellationToken)
    {
        var id = query.Value.Id;
        return await search.GetAsync(id, cancellationToken) is { } item
            ? TypedResults.Ok(new ItemAnswer(ItemJson.Of(item)))
            : new NotFoundProblem($"There is no item {id}.");
    }
}
