using PriceStream.Web.Data.Recovery;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Retries a request whose read failed because the database file is broken. Reporting the failure usually switches reads to the database
/// in memory, so the visitor still gets a response. A file that only seemed unwritable is read once more; if that fails too, it is
/// reported as unreadable.
/// </summary>
internal sealed class DatabaseFailover(RequestDelegate next, StorageState storage)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (CanRunAgain(context) && storage.Report(exception))
        {
            context.Response.Clear();
            await RunAgainAsync(context);
        }
    }

    private async Task RunAgainAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (CanRunAgain(context) && storage.ReportUnreadable(exception))
        {
            context.Response.Clear();
            await next(context);
        }
    }

    private static bool CanRunAgain(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && !context.Response.HasStarted;
}
