using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Market;

/// <summary>The catalogue as JSON.</summary>
public static class ItemEndpoints
{
    private static readonly Dictionary<string, bool> Orders = new() { ["asc"] = false, ["desc"] = true };

    /// <summary>The names by which a list can be sorted, in the API and in the pages' URLs.</summary>
    public static readonly IReadOnlyDictionary<string, ItemSort> Sorts =
        Enum.GetValues<ItemSort>().ToDictionary(sort => sort.ToString().ToLowerInvariant());

    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        var items = routes.MapGroup("/items").WithTags("Items");
        items.MapGet("", Find).WithName("FindItems");
        items.MapGet("/{id}", Get).WithName("GetItem");
    }

    private static Results<Ok<ItemsAnswer>, ValidationProblem> Find(HttpRequest request, ItemSearch search)
    {
        var reader = new QueryReader(request.Query);
        var query = ReadQuery(reader);
        if (reader.Faults is { } faults)
        {
            return TypedResults.ValidationProblem(faults);
        }

        var page = search.Find(query);
        return TypedResults.Ok(new ItemsAnswer([.. page.Items.Select(ItemJson.Of)], new(page.Page, page.PageSize, page.Total, page.TotalPages)));
    }

    /// <summary>The query that a URL asks for; what is wrong with it is in the reader's faults, and has its default here.</summary>
    internal static ItemQuery ReadQuery(QueryReader reader) => new()
    {
        Search = reader.Text("search", "", ItemQuery.MaxSearchLength),
        Members = reader.Switch("members"),
        Sort = reader.OneOf("sort", ItemSort.Name, Sorts),
        Descending = reader.OneOf("order", false, Orders),
        Page = reader.WholeNumber("page", 1, 1, 1_000_000),
        PageSize = reader.WholeNumber("page_size", 50, 1, ItemQuery.MaxPageSize),
    };

    private static Results<Ok<ItemAnswer>, ValidationProblem, ProblemHttpResult> Get(
        HttpRequest request, string id, ItemSearch search)
    {
        var reader = new QueryReader(request.Query);
        var itemId = reader.Id("id", id);
        return reader.Faults is { } faults ? TypedResults.ValidationProblem(faults)
            : search.Find(itemId) is { } item ? TypedResults.Ok(new ItemAnswer(ItemJson.Of(item)))
            : TypedResults.Problem($"There is no item {itemId}.", statusCode: StatusCodes.Status404NotFound);
    }
}
