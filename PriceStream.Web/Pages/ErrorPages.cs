namespace PriceStream.Web.Pages;

/// <summary>People get a page for an error, programs get problem details.</summary>
public static class ErrorPages
{
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
        !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/demo");
}
