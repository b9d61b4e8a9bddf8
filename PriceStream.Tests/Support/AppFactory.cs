using System.Text.Json.Nodes;
using Coravel.Invocable;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PriceStream.Web.History.Import;
using PriceStream.Web.Items;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Tests.Support;

/// <summary>
/// The whole application on Kestrel, with real SQLite in a folder of its own. The test controls the clock, the upstream and the
/// schedule: a job runs only through <see cref="PollAsync"/> and <see cref="RefreshCatalogueAsync"/>.
/// </summary>
internal sealed class AppFactory : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> settings = [];
    private readonly bool ownsFolder;

    private AppFactory(FakeUpstream upstream, string? folder)
    {
        Upstream = upstream;
        Upstream.Clock = Clock;
        ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("pricestream-").FullName;
        UseKestrel();
    }

    /// <summary>Creates a database for a site that has no other, and returns its connection string; null for SQLite files.</summary>
    public static Func<Task<string>>? CreateDatabaseAsync { get; set; }

    public SettableClock Clock { get; } = new(DateTimeOffset.FromUnixTimeSeconds(FakeUpstream.Start));
    public FakeUpstream Upstream { get; }
    public string Folder { get; }
    public LogLines Log { get; } = new();
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The upstream is another one that never fails. No job waits on the clock, so it stands still while a job runs.</summary>
    public bool HasHealthyUpstream { get; set; }

    /// <summary>Starts with an empty database, with every migration, in a folder of its own.</summary>
    public static Task<AppFactory> StartAsync(params (string Key, string Value)[] settings) => StartAsync(folder: null, settings);

    /// <summary>Starts with the database that an earlier run left in the folder, or, as a first start, without one.</summary>
    public static async Task<AppFactory> StartAsync(string? folder, params (string Key, string Value)[] settings)
    {
        var factory = new AppFactory(await FakeUpstream.StartAsync(), folder);
        foreach (var (key, value) in settings)
        {
            factory.settings[key] = value;
        }

        if (factory.ownsFolder && CreateDatabaseAsync is not null)
        {
            factory.settings.TryAdd("ConnectionStrings:PriceStream", await CreateDatabaseAsync());
        }
        else if (factory.ownsFolder)
        {
            DatabaseTemplate.CopyTo(factory.Folder, isDemo: factory.settings.GetValueOrDefault("Upstream:Mode") == "Demo");
        }

        factory.StartServer();
        factory.Http = factory.CreateClient();
        factory.Http.Timeout = TimeSpan.FromSeconds(60);
        return factory;
    }

    /// <summary>Starts, refreshes the catalogue and polls once.</summary>
    public static async Task<AppFactory> StartWithPricesAsync(params (string Key, string Value)[] settings)
    {
        var factory = await StartAsync(settings);
        await factory.RefreshCatalogueAsync();
        await factory.PollAsync();
        return factory;
    }

    /// <summary>Refreshes the catalogue, as the first sync does: of several instances, the one that gets the lease.</summary>
    public async Task RefreshCatalogueAsync()
    {
        try
        {
            await Services.GetRequiredService<PollGate>().TryBecomeWriterAsync(CancellationToken.None);
        }
        catch (RelayException)
        {
            // Nobody holds the lease while Redis is away.
        }

        await RunAsync(Services.CreateScope().ServiceProvider.GetRequiredService<CatalogueRefreshJob>().Invoke());
    }

    public async Task<JsonNode> GetJsonAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    /// <summary>One poll, a poll interval after the one before.</summary>
    public Task PollAsync()
    {
        Clock.Advance(TimeSpan.FromSeconds(60));
        return RunAsync(Services.GetRequiredService<PricePollJob>().Invoke());
    }

    /// <summary>One run of a job.</summary>
    public Task RunAsync<TJob>() where TJob : IInvocable => RunAsync(Services.GetRequiredService<TJob>().Invoke());

    /// <summary>Fetches every window that the upstream has and this site lacks, one request a second.</summary>
    public async Task SyncWindowsAsync()
    {
        while (await Services.GetRequiredService<WindowSync>().NextAsync(CancellationToken.None) is not null)
        {
            await RunAsync<WindowSyncJob>();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public async Task<JsonArray> HistoryAsync(int itemId, string period, string query = "cache=skip") =>
        (JsonArray)(await GetJsonAsync($"api/v1/prices/history/{itemId}?period={period}&{query}"))["data"]!;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:PriceStream", $"Data Source={Path.Combine(Folder, "prices.db")}");
        builder.UseSetting("Upstream:BaseAddress", Upstream.Address);
        // With UseKestrel(0) the factory would set the port while the program may already be binding to its default one.
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Upstream:BackfillDays", "0"); // tests of days set it
        builder.UseSetting("Sse:HeartbeatInterval", "01:00:00"); // tests of heartbeats set it
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.UseEnvironment("Production");
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));
        builder.ConfigureServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            const string Scheduler = "Coravel.Scheduling.HostedService.SchedulerHost";
            services.Remove(services.Single(service => service.ImplementationType?.FullName == Scheduler));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Upstream.DisposeAsync();
        if (ownsFolder)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>
    /// Runs a job to its end. A job that waits for a retry or a time limit waits on the fake clock, so the clock moves meanwhile.
    /// A job on a healthy upstream is more likely slow than waiting, so it gets longer, as does one
    /// that is being sent an answer: a busy machine must not move the clock.
    /// The demo market can fail without an override.
    /// </summary>
    public async Task RunAsync(Task job)
    {
        while (await Task.WhenAny(job, Task.Delay(Patience(), TimeProvider.System)) != job)
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
        }

        await job;

        TimeSpan Patience()
        {
            if (HasHealthyUpstream)
            {
                return TimeSpan.FromMinutes(2);
            }

            if (Upstream.IsAnswering)
            {
                return TimeSpan.FromSeconds(3);
            }

            var mayWait = !Upstream.Overrides.IsEmpty || settings.ContainsKey("Upstream:Mode");
            return mayWait ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(1);
        }
    }
}
