using Microsoft.AspNetCore.Diagnostics;

namespace PriceStream.Web.Hosting;

/// <summary>Returns a 400 when a body turns out to contradict its headers, which the server finds only while it reads the body.</summary>
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
        // The server throws this for a chunk size that overflows.
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        _ => null,
    };
}
