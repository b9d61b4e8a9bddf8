namespace PriceStream.Web.Pages;

/// <summary>Visitors get an error as a page, API clients get problem details.</summary>
public static class ErrorPages
{
    private static readonly string[] ApiPaths = ["/api", "/feeds", "/health", "/demo"];

    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseWhen(IsPage, pages =>
        {
            pages.UseExceptionHandler("/error/500");
            pages.UseStatusCodePagesWithReExecute("/error/{0}");
        });
        app.UseWhen(context => !IsPage(context), api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
    }

    private static bool IsPage(HttpContext context) =>
        !ApiPaths.Any(path => context.Request.Path.StartsWithSegments(path));
}
