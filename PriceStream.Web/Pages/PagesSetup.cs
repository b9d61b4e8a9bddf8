using Microsoft.AspNetCore.Mvc.RazorPages;
using PriceStream.Web.Admin;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Pages;

public static class PagesSetup
{
    public static void AddPages(this IServiceCollection services, SettingsReader settings)
    {
        services.AddIcons(settings);
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<MarketTables>();
        services.AddSingleton<Sitemap>();
        services.AddForms();
        services.AddRazorPages().AddMvcOptions(mvc => mvc.Filters.Add(new UnknownMethods()));
        services.AddOptions<RazorPagesOptions>().Configure<AdminOptions>(MapAdmin);
        services.AddSingleton<PriceFragmentWriter>(provider =>
        {
            var (tax, clock) = (provider.GetRequiredService<GeTax>(), provider.GetRequiredService<TimeProvider>());
            return (output, price) => PriceCells.WriteFragment(output, price, tax.Now, clock.GetUtcNow().ToUnixTimeSeconds());
        });
    }

    private static void AddForms(this IServiceCollection services)
    {
        services.AddSingleton<FormTokens>();
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "pricestream-form";
            form.Cookie.SameSite = SameSiteMode.Lax; // a link from another site must not replace the token of the tabs already open
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            form.SuppressXFrameOptionsHeader = true; // the content security policy is stricter
        });
        // After a restart, it would log every reader's old token as an error with its stack.
        services.Configure<LoggerFilterOptions>(log => log.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None));
    }

    // Without an administrator, these pages have no route.
    private static void MapAdmin(RazorPagesOptions pages, AdminOptions admin)
    {
        if (admin.Enabled)
        {
            pages.Conventions.AuthorizeFolder("/Admin", AdminSession.Name);
            pages.Conventions.AllowAnonymousToPage("/Admin/Login");
        }
        else
        {
            pages.Conventions.AddFolderRouteModelConvention("/Admin", page => page.Selectors.Clear());
        }
    }
}
