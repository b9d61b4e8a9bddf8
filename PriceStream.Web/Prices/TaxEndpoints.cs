using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Items;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Prices;

/// <summary>The Grand Exchange tax as JSON.</summary>
public static class TaxEndpoints
{
    public static void MapTax(this IEndpointRouteBuilder routes) => routes.MapGet("/tax", Get).WithTags("Tax").WithName("GetTax");

    /// <summary>Returns the rules of the Grand Exchange tax, or the tax of one sale</summary>
    /// <remarks>
    /// Without a price or a net, every rule is returned. With price, the tax on one item and what the seller keeps. With net, the lowest
    /// price to ask.
    /// </remarks>
    /// <response code="200">The rules, or the tax of one sale.</response>
    /// <response code="404">The catalogue has no item with this id.</response>
    internal static Results<Ok<TaxAnswer>, NotFoundProblem, ValidationProblem> Get(
        Parameters<TaxQuery> query, GeTax tax, Catalogue catalogue, TimeProvider clock)
    {
        var (item, at) = (query.Value.ItemId, query.Value.At ?? WholeSecond(clock.GetUtcNow()));
        if (item is { } id && !catalogue.Contains(id))
        {
            return new NotFoundProblem($"There is no item {id}.");
        }

        return (query.Value.Price, query.Value.Net) switch
        {
            ({ }, { }) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["net"] = ["must not stand beside price"] }),
            ({ } price, _) => Answer(TaxJson.OfPrice(tax.At(at), item, at, price)),
            (_, { } net) => Answer(TaxJson.OfNet(tax.At(at), item, at, net)),
            _ => Answer(TaxJson.OfRules(tax.Rules)),
        };
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static Ok<TaxAnswer> Answer(TaxJson data) => TypedResults.Ok(new TaxAnswer(data));
}
