using OpenTelemetry.Metrics;
using PriceStream.Web.Jobs;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>Metrics for machines, as Prometheus text. Each room owns its meter, <c>pricestream.ROOM</c>; the runtime and the server have theirs.</summary>
public static class MetricsSetup
{
    public static void AddObservability(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var options = settings.Bind<MetricsOptions>();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<JobLog>();
        builder.Services.AddTransient(typeof(LoggedJob<>));
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("pricestream.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            // Prometheus keeps names that end in _count for histograms.
            .AddView("dotnet.assembly.count", "dotnet.assemblies")
            .AddView("dotnet.process.cpu.count", "dotnet.process.cpus")
            .AddView("dotnet.timer.count", "dotnet.timers")
            .AddPrometheusExporter());
        if (options.Port != 0)
        {
            Listen(builder, $"http://*:{options.Port}");
        }
    }

    /// <summary>Before anything that answers.</summary>
    public static void UseMetricsGate(this IApplicationBuilder app)
    {
        var gate = new MetricsGate(app.ApplicationServices.GetRequiredService<MetricsOptions>());
        app.Use(gate.InvokeAsync);
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint(MetricsGate.Path);

    // One more address beside those of the site, in whichever way those are given.
    private static void Listen(WebApplicationBuilder builder, string address)
    {
        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.Configuration["Kestrel:Endpoints:Metrics:Url"] = address;
            return;
        }

        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } given ? given
            : string.Join(';', Ports("http", WebHostDefaults.HttpPortsKey).Concat(Ports("https", WebHostDefaults.HttpsPortsKey)));
        builder.WebHost.UseUrls((urls.Length > 0 ? urls : "http://localhost:5000") + ";" + address);

        IEnumerable<string> Ports(string scheme, string key) =>
            (builder.Configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"{scheme}://*:{port}");
    }
}
