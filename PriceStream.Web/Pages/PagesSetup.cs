using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

public static class PagesSetup
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorPages();
        services.AddSingleton<PriceFragmentWriter>(PriceCells.WriteFragment);
    }
}
