using PriceStream.Web.Input;
using PriceStream.Web.Prices;

namespace PriceStream.Web.Pages;

public static class PagesSetup
{
    public static void AddPages(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(ItemIcons.Read(settings));
        services.AddRazorPages();
        services.AddSingleton<PriceFragmentWriter>(PriceCells.WriteFragment);
    }
}
