using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Cards;

/// <summary>Sends a card, unless the client has it already.</summary>
public sealed class CardResult(PriceCard card) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "image/png";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!ConditionalRequests.AnswersUnchanged(httpContext, card.Tag))
        {
            httpContext.Response.ContentType = MediaType;
            httpContext.Response.ContentLength = card.Png.Length;
            await httpContext.Response.BodyWriter.WriteAsync(card.Png, httpContext.RequestAborted);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }
}
