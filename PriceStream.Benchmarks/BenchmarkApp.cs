using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PriceStream.Web.Data;
using PriceStream.Web.History;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Pages;
using PriceStream.Web.Prices;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Upstream;

namespace PriceStream.Benchmarks;

/// <summary>The application's own wiring on a database file, without its host: no schedule, no log, no listening socket.</summary>
internal static class BenchmarkApp
{
    /// <param name="database">A SQLite file, or a connection string of PostgreSQL.</param>
    public static WebApplication Build(string database, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:PriceStream"] = IsFile(database) ? $"Data Source={database}" : database,
            ["Upstream:BaseAddress"] = "http://localhost/api/v1/osrs/",
        });
        var settings = new SettingsReader(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddData(settings);
        builder.Services.AddUpstream(settings);
        builder.Services.AddStreaming(settings);
        builder.Services.AddItems();
        builder.Services.AddHistory(settings);
        builder.Services.AddPrices(settings);
        builder.Services.AddMarket();
        builder.Services.AddPages(settings);
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>Whether a database is a SQLite file, and not a connection string of PostgreSQL.</summary>
    public static bool IsFile(string database) =>
        !database.Contains('=', StringComparison.Ordinal) && !database.Contains("://", StringComparison.Ordinal);
}
