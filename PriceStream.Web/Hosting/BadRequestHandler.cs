using Microsoft.AspNetCore.Diagnostics;

namespace PriceStream.Web.Hosting;

/// <summary>A body that is not what its headers say is found only while it is read, and is the sender's fault all the same.</summary>
internal sealed class BadRequestHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            BadHttpRequestException { StatusCode: >= 400 and < 500 } bad => (bad.StatusCode, bad.Message),
            IOException { InnerException: OverflowException } => (StatusCodes.Status400BadRequest, exception.Message), // the server's word for a chunk larger than any number
            _ => (0, ""),
        };
        if (status == 0)
        {
            return false;
        }

        await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(httpContext);
        return true;
    }
}
