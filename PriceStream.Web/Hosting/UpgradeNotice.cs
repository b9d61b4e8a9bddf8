namespace PriceStream.Web.Hosting;

/// <summary>
/// Replaces the site, at the same addresses, while its database is upgraded: alive, not ready, with a notice that says why. The notice
/// reloads itself until the site is back.
/// </summary>
public static class UpgradeNotice
{
    private const string RetryAfter = "5"; // seconds
    private const string ReloadAfter = "2"; // seconds

    private const string Page = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>PriceStream is being upgraded</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        </head>
        <body>
        <h1>PriceStream is being upgraded</h1>
        <p>Its database is backed up and then upgraded. That takes a minute at most. This page reloads until the site is back.</p>
        </body>
        </html>
        """;

    /// <summary>Shows the notice until the returned value is disposed.</summary>
    public static async Task<IAsyncDisposable> ShowAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var notice = builder.Build();
        notice.Run(AnswerAsync);
        try
        {
            await notice.StartAsync();
        }
        catch (IOException)
        {
            // The address is in use: the site itself will fail on it in a moment and report it.
        }

        return notice;
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var (path, response) = (context.Request.Path, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        if (path == "/health/live")
        {
            return response.WriteAsync("Healthy");
        }

        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfter;
        if (path.StartsWithSegments("/health") || path.StartsWithSegments("/api"))
        {
            return response.WriteAsync("The database is being upgraded");
        }

        response.Headers["Refresh"] = ReloadAfter;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(Page);
    }
}
