using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PriceStream.Tests.Support;

/// <summary>
/// The built site as a process that the test can kill and start again, on a folder that the test can break, with an upstream whose
/// prices rise with each poll.
/// </summary>
internal sealed partial class BreakableSite : IAsyncDisposable
{
    private readonly Dictionary<string, string> settings = [];
    private readonly RisingPrices prices;
    private readonly bool ownsFolder;
    private readonly bool ownsUpstream;
    private LoggedProcess? process;

    private BreakableSite(FakeUpstream upstream, RisingPrices prices, string? folder, bool ownsUpstream = true)
    {
        this.ownsUpstream = ownsUpstream;
        Upstream = upstream;
        this.prices = prices;
        ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("pricestream-").FullName;
        this["ConnectionStrings__PriceStream"] = $"Data Source={Database}";
        this["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        this["ASPNETCORE_ENVIRONMENT"] = "Production";
        this["Upstream__BaseAddress"] = upstream.Address;
        this["Upstream__PollSeconds"] = "1";
    }

    public FakeUpstream Upstream { get; }
    public string Folder { get; }
    public string Database => Path.Combine(Folder, "prices.db");
    public string Backups => Path.Combine(Folder, "backups");
    public HttpClient Http { get; private set; } = null!;
    public int ProcessId => process!.Id;

    /// <summary>The address that the test has set for it to listen on.</summary>
    public string Address => settings["ASPNETCORE_URLS"];

    /// <summary>How often the site has polled: the price of item 2 is 1,000 more than that.</summary>
    public long Polls => prices.Polls;

    /// <summary>A command that runs the site's own command, such as one that changes the user.</summary>
    public string[] Wrapper { get; set; } = [];

    /// <summary>Its output since it was started.</summary>
    public string Log => process?.Log ?? "";

    public string this[string key]
    {
        set => settings[key] = value;
    }

    /// <summary>Creates a site without starting it. It has no database yet.</summary>
    public static async Task<BreakableSite> CreateAsync(string? folder = null, int items = 300)
    {
        var (upstream, prices) = (await FakeUpstream.StartAsync(), new RisingPrices(items));
        prices.Arrange(upstream);
        return new(upstream, prices, folder);
    }

    /// <summary>Creates another site with the same upstream, which ends with this one.</summary>
    public BreakableSite CreateNext() => new(Upstream, prices, folder: null, ownsUpstream: false);

    /// <summary>Starts a site and waits for its first prices.</summary>
    public static async Task<BreakableSite> StartAsync(string? folder = null, int items = 300)
    {
        var site = await CreateAsync(folder, items);
        if (site.ownsFolder)
        {
            DatabaseTemplate.CopyTo(site.Folder, isDemo: false);
        }

        await site.StartAsync();
        await site.HasPricesAsync();
        return site;
    }

    public void Launch()
    {
        process?.Dispose();
        process = LoggedProcess.Start([.. Wrapper, "dotnet", SiteProcess.Dll, "--contentRoot", Repository.WebFolder], settings);
    }

    public async Task StartAsync()
    {
        Launch();
        while (!HasEnded && !Listening().IsMatch(Log))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(!HasEnded, "The site ended: " + Log);
        Http?.Dispose();
        Http = new() { BaseAddress = new(Listening().Match(Log).Groups[1].Value), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Runs a command on the same database, such as <c>--backup</c>.</summary>
    public async Task<(int Code, string Output)> CommandAsync(params string[] arguments)
    {
        string[] command = [SiteProcess.Dll, "--contentRoot", Repository.WebFolder, .. arguments];
        return await SiteProcess.RunAsync("dotnet", command, [.. settings.Select(pair => (pair.Key, pair.Value))]);
    }

    public Task KillAsync() => process!.KillAsync();

    /// <summary>Stops it with SIGTERM, as a service manager does.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await process!.EndAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Sends a signal, such as STOP to suspend it and CONT to wake it.</summary>
    public Task SignalAsync(string signal) => SiteProcess.RunAsync("kill", ["-" + signal, process!.Id.ToString()]);

    /// <summary>Waits for its end and returns the exit code.</summary>
    public Task<int> EndAsync() => process!.EndAsync(TimeSpan.FromSeconds(60));

    public bool HasEnded => process!.HasEnded;

    public Task HasPricesAsync() => Eventually.TrueAsync(async () => await PriceAsync() > 0, "the site has prices");

    /// <summary>The price of item 2 from the API; 0 for none.</summary>
    public async Task<long> PriceAsync()
    {
        using var answer = await Http.GetAsync(new Uri("api/v1/prices/current/2", UriKind.Relative));
        return answer.IsSuccessStatusCode ? (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["high"]! : 0;
    }

    public async Task<string> PageAsync(string path = "")
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, $"/{path} answers {(int)answer.StatusCode}: {Log}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> ReadyAsync()
    {
        using var answer = await Http.GetAsync(new Uri("health/ready", UriKind.Relative));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public Task ReadySaysAsync(string text) => Eventually.TrueAsync(
        async () => (await ReadyAsync()).ToJsonString().Contains(text, StringComparison.Ordinal), $"/health/ready says {text}");

    public Task LogsAsync(string text) => Eventually.TrueAsync(
        () => Log.Contains(text, StringComparison.Ordinal), $"the site logs '{text}': {Log}");

    /// <summary>Checks that the site works for everybody: it serves pages, prices move, and the stream sends them.</summary>
    public async Task GoesOnAsync()
    {
        await using var stream = await SseReader.ConnectAsync(Http, "?items=2");
        var before = await PriceAsync();
        while ((long)(await stream.NextAsync("price-update")).Json["high"]! <= before)
        {
        }

        Assert.Contains("Item 2", await PageAsync("?search=Item 2"), StringComparison.Ordinal);
        Assert.Contains("Item 2", await PageAsync("items/2/item-2"), StringComparison.Ordinal);
    }

    /// <summary>Runs statements on the file and returns the first value.</summary>
    public T Read<T>(string sql, string? file = null) => TestDatabase.Read<T>(file ?? Database, sql);

    /// <summary>Stores a row that no poll makes.</summary>
    public void LeaveMark() => Read<long>("INSERT INTO ticks (item_id, time, high, low) VALUES (2, 5, 7, 7); SELECT 0");

    public bool HasMark(string? file = null) =>
        Read<long>("SELECT count(*) FROM ticks WHERE item_id = 2 AND time = 5 AND high = 7", file) == 1;

    public static int FreePort() => RedisServer.FreePort();

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (process is { HasEnded: false })
        {
            await KillAsync();
        }

        process?.Dispose();
        await (ownsUpstream ? Upstream.DisposeAsync() : ValueTask.CompletedTask);
        if (ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    [GeneratedRegex("""Now listening on: (http[^\s"]+)""")]
    private static partial Regex Listening();
}
