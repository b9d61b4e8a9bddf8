namespace PriceStream.Web.Pages;

/// <summary>People get a page for an error, programs get problem details.</summary>
public static class ErrorPages
{
    private static readonly string[] ForPrograms = ["/api", "/health", "/demo"];

    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.UseWhen(IsForPeople, pages =>
        {
            pages.UseExceptionHandler("/error/500");
            pages.UseStatusCodePagesWithReExecute("/error/{0}");
        });
        app.UseWhen(context => !IsForPeople(context), api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
        });
    }

    private static bool IsForPeople(HttpContext context) =>
        !ForPrograms.Any(path => context.Request.Path.StartsWithSegments(path));
}
