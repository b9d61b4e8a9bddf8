using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.History;
using PriceStream.Web.Market;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Cards;

/// <summary>An item's prices as a picture, which chats and other sites show beside a link.</summary>
public static class CardEndpoints
{
    // The page of an item takes any name after the id, and would come first because its id is narrower.
    private const int BeforePages = -1;

    public static void MapCards(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/{id}/card.png", GetAsync).WithOrder(BeforePages).WithName("GetCard").WithTags("Items");

    /// <summary>Returns a picture of an item's prices with a chart</summary>
    /// <remarks>
    /// A PNG of 1200 by 630 pixels. It is rendered at most once in five minutes, and says when. While too many others are waiting, the
    /// response is the item's last card.
    /// </remarks>
    /// <response code="200">The card.</response>
    /// <response code="304">The card still has the ETag that If-None-Match names.</response>
    /// <response code="404">The catalogue has no item with this id.</response>
    /// <response code="503">Too many cards are being rendered, and there is none of this item yet; or its past cannot be read.</response>
    internal static async Task<Results<CardResult, NotFoundProblem, CardBusyProblem>> GetAsync(
        Parameters<CardQuery> query, ItemSearch search, CardTurns turns, CardReader reader, CancellationToken cancellationToken)
    {
        var key = query.Value.Key;
        if (search.Find(key.ItemId) is null)
        {
            return new NotFoundProblem($"There is no item {key.ItemId}.");
        }

        try
        {
            return await turns.GetAsync(key, () => reader.RenderAsync(key), cancellationToken) is { } card
                ? new CardResult(card)
                : new CardBusyProblem("Too many cards are being drawn");
        }
        catch (HistoryAwayException)
        {
            return new CardBusyProblem("The item's past cannot be read now");
        }
    }
}
