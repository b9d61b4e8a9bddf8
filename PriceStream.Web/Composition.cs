using System.Text.Json;
using PriceStream.Web.Admin;
using PriceStream.Web.Cards;
using PriceStream.Web.Data;
using PriceStream.Web.Demo;
using PriceStream.Web.History;
using PriceStream.Web.Hosting;
using PriceStream.Web.Hosting.OpenApi;
using PriceStream.Web.Items;
using PriceStream.Web.Market;
using PriceStream.Web.Market.Export;
using PriceStream.Web.Market.Feeds;
using PriceStream.Web.Pages;
using PriceStream.Web.Prices;
using PriceStream.Web.Requests;
using PriceStream.Web.Settings;
using PriceStream.Web.Streaming;
using PriceStream.Web.Upstream;
using PriceStream.Web.Watch;

namespace PriceStream.Web;

/// <summary>Assembles the site from its rooms: services, stored data, pipeline.</summary>
internal static class Composition
{
    private const string HostLog = "Microsoft.Extensions.Hosting.Internal.Host";

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(ContentRoot.Of(args));
        builder.WebHost.UseStaticWebAssets(); // an unpublished build serves them by default only in Development
        builder.Logging.AddFilter(HostLog, LogLevel.None); // it would log a failed start with its whole stack; StartFailure reports it
        return builder;
    }

    /// <summary>Registers what the site and the database commands share. Settings errors are collected, not thrown.</summary>
    public static SettingsReader AddFoundation(this WebApplicationBuilder builder)
    {
        var settings = new SettingsReader(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddLog(settings);
        builder.Services.AddProxy(settings);
        builder.Services.AddData(settings);
        return settings;
    }

    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    public static void AddPriceStream(this WebApplicationBuilder builder)
    {
        var settings = builder.AddFoundation();
        var services = builder.Services;
        services.AddDemo(settings, services.AddUpstream(settings));
        services.AddStreaming(settings);
        services.AddItems();
        services.AddHistory(settings);
        services.AddPrices(settings);
        services.AddMarket();
        services.AddWatch();
        services.AddCards();
        services.AddAdmin(settings);
        services.AddPages(settings);
        services.AddIndexing(settings);
        services.AddPageCompression();
        services.AddLimits(settings);
        services.AddCrossOrigin(settings);
        builder.AddMetrics(settings);
        services.AddSchedule();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        services.AddProblemDetails();
        services.AddApiDocument();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        services.AddHostedService<HangUpSignal>();
        settings.ThrowIfInvalid();
        services.AddSingleton(settings.Effective);
    }

    /// <summary>Before the first request, logs the settings, upgrades the database if necessary, and loads its data.</summary>
    /// <param name="args">The arguments from which the upgrade notice reads the site's addresses.</param>
    /// <exception cref="DatabaseRefusedException">The database cannot be used.</exception>
    public static async Task PrepareAsync(this WebApplication app, string[] args)
    {
        app.Services.GetRequiredService<EffectiveSettings>().Log(app.Logger);
        await app.Services.PrepareDatabaseAsync(() => UpgradeNotice.ShowAsync(args));
        await app.Services.LoadCatalogueAsync();
        await app.Services.LoadHistoryAsync();
        await app.Services.LoadPricesAsync();
    }

    /// <summary>Adds the middleware in the order in which a request passes through it.</summary>
    public static void UsePriceStream(this WebApplication app)
    {
        app.UseProxy();
        app.UseHeadOfFiles();
        app.UseResponseCompression();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<CacheHeaders>();
        app.UseIndexing();
        app.UseMiddleware<MetricsGate>(); // before anything that responds
        app.UseCrossOrigin();
        app.UseErrorPages();
        app.UseMiddleware<HeaderLimit>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAdmin();
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        app.MapIcons();
        app.MapRobots();
        app.MapHealth();
        app.MapFreshness();
        app.MapMetrics();
        app.MapOpenApi().WithHead();
        var api = app.MapGroup("/api/v1").LimitCalls().WithHead();
        api.MapItems();
        api.MapItemExports();
        api.MapPrices();
        api.MapHistory();
        api.MapTax();
        app.MapGroup("/items").LimitCalls().WithHead().MapCards();
        app.MapGroup("/feeds").LimitCalls().WithHead().MapFeeds();
        app.MapDemoControl();
        app.UseSchedule();
    }
}
