using Microsoft.AspNetCore.Diagnostics;

namespace PriceStream.Web.Hosting;

/// <summary>Answers a body that contradicts its headers as the client's error; that is found only while the body is read.</summary>
internal sealed class BadRequestHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (StatusOf(exception) is not { } status)
        {
            return false;
        }

        await TypedResults.Problem(exception.Message, statusCode: status).ExecuteAsync(httpContext);
        return true;
    }

    private static int? StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: >= 400 and < 500 } bad => bad.StatusCode,
        // How the server reports a chunk whose size does not fit any number.
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        _ => null,
    };
}
