using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Market;

/// <summary>The catalogue as JSON.</summary>
public static class ItemEndpoints
{
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/items").WithTags("Items");
        items.MapGet("", Find).WithName("FindItems");
        items.MapGet("/{id}", Get).WithName("GetItem");
    }

    /// <summary>Lists items with their current prices</summary>
    /// <remarks>Searches, filters, sorts and pages through the market.</remarks>
    /// <response code="200">One page of the items found.</response>
    internal static Ok<ItemsAnswer> Find(Parameters<ItemPageQuery> query, ItemSearch search) =>
        TypedResults.Ok(ItemsAnswer.Of(search.Find(query.Value)));

    /// <summary>Returns one item with its current price</summary>
    /// <response code="200">The item.</response>
    /// <response code="404">The catalogue has no item with this id.</response>
    internal static Results<Ok<ItemAnswer>, NotFoundProblem> Get(Parameters<OneItemQuery> query, ItemSearch search)
    {
        var id = query.Value.Id;
        return search.Find(id) is { } item
            ? TypedResults.Ok(new ItemAnswer(ItemJson.Of(item, search.View(Basis.Last))))
            : new NotFoundProblem($"There is no item {id}.");
    }
}
