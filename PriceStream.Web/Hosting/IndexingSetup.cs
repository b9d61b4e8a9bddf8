using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Keeps search engines out where the administrator wants it: every response asks them not to list it.</summary>
public static class IndexingSetup
{
    private const string Header = "X-Robots-Tag";
    private const string Nothing = "noindex";

    public static void AddIndexing(this IServiceCollection services, SettingsReader settings) =>
        services.AddSingleton(settings.Bind<SiteOptions>());

    /// <summary>Call it before anything that responds, so that every response has the header.</summary>
    public static void UseIndexing(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<SiteOptions>().Index)
        {
            app.Use(ForbidAsync);
        }
    }

    private static Task ForbidAsync(HttpContext context, RequestDelegate next)
    {
        // Set as late as possible, because an exception handler first removes all headers.
        context.Response.OnStarting(static state => SetAsync((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task SetAsync(HttpResponse response)
    {
        response.Headers[Header] = Nothing;
        return Task.CompletedTask;
    }
}
