namespace PriceStream.Web.Hosting;

/// <summary>
/// Stands in for the site while its database is upgraded, at the same addresses: it is alive, it is not ready, and it says why. Whoever
/// opens a page gets the site as soon as it is there.
/// </summary>
public static class UpgradeNotice
{
    private const string Page = """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>PriceStream is being upgraded</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>
        <body><h1>PriceStream is being upgraded</h1><p>Its database is backed up and brought up to date. That takes a minute at most; this page then becomes the site by itself.</p></body>
        </html>
        """;

    /// <summary>Shown until what this gives is disposed. Where the address cannot be had, the site itself says so in a moment.</summary>
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
            // Told by the site.
        }

        return notice;
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        if (context.Request.Path == "/health/live")
        {
            return response.WriteAsync("Healthy");
        }

        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = "5";
        if (context.Request.Path.StartsWithSegments("/health") || context.Request.Path.StartsWithSegments("/api"))
        {
            return response.WriteAsync("The database is being upgraded");
        }

        response.Headers["Refresh"] = "2";
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(Page);
    }
}
