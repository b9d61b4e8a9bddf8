namespace PriceStream.Web.Cards;

/// <summary>Registers the pictures of items' prices.</summary>
public static class CardsSetup
{
    public static void AddCards(this IServiceCollection services)
    {
        services.AddSingleton<CardMetrics>();
        services.AddSingleton<CardTurns>();
        services.AddSingleton<CardReader>();
    }
}
