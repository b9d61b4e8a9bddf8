using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace PriceStream.Tests.Support;

/// <summary>The built site as a process that can be killed and started again, on a folder that the test breaks, with a price source whose prices rise with each poll.</summary>
internal sealed partial class FaultySite : IAsyncDisposable
{
    private readonly Dictionary<string, string> settings = [];
    private readonly bool ownsFolder;
    private ConcurrentQueue<string> lines = new();
    private Process? process;

    private FaultySite(FakeUpstream upstream, string? folder)
    {
        Upstream = upstream;
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

    /// <summary>Where it listens, when the test has chosen that.</summary>
    public string Address => settings["ASPNETCORE_URLS"];

    /// <summary>What runs before the site's own command, such as another user's.</summary>
    public string[] Wrapper { get; set; } = [];

    /// <summary>What it has written since it was started.</summary>
    public string Log => string.Join('\n', lines);

    /// <summary>How often the source has been asked for prices: the price of item 2 is 1,000 more than that.</summary>
    public long Polls => Interlocked.Read(ref polls);

    private long polls;
    private long traded;

    public string this[string key]
    {
        set => settings[key] = value;
    }

    public static async Task<FaultySite> CreateAsync(string? folder = null, int items = 300)
    {
        var upstream = await FakeUpstream.StartAsync();
        var site = new FaultySite(upstream, folder);
        upstream.Mapping = [.. Enumerable.Range(1, items).Select(id => new JsonObject
        {
            ["id"] = id, ["name"] = $"Item {id}", ["examine"] = "It is an item.", ["members"] = false, ["limit"] = 10, ["value"] = 1, ["highalch"] = 1, ["lowalch"] = 1, ["icon"] = "Item.png",
        })];
        upstream.Faults["latest"] = context => FakeUpstream.Text(site.NextPrices(items))(context);
        return site;
    }

    /// <summary>Started, and its first prices are there.</summary>
    public static async Task<FaultySite> StartAsync(string? folder = null, int items = 300)
    {
        var site = await CreateAsync(folder, items);
        await site.StartAsync();
        await site.HasPricesAsync();
        return site;
    }

    public void Launch()
    {
        lines = new();
        string[] command = [.. Wrapper, "dotnet", SiteProcess.Dll, "--contentRoot", Repository.WebFolder];
        process = Run(command);
    }

    public async Task StartAsync()
    {
        Launch();
        while (!process!.HasExited && !Listening().IsMatch(Log))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(!process!.HasExited, "The site ended: " + Log);
        Http?.Dispose();
        Http = new() { BaseAddress = new(Listening().Match(Log).Groups[1].Value), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Another command on the same database, such as <c>--backup</c>.</summary>
    public async Task<(int Code, string Output)> CommandAsync(params string[] arguments)
    {
        var start = Info(["dotnet", SiteProcess.Dll, "--contentRoot", Repository.WebFolder, .. arguments]);
        return await SiteProcess.RunAsync(start.FileName, [.. start.ArgumentList], [.. settings.Select(pair => (pair.Key, pair.Value))]);
    }

    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>As at the restart of a service.</summary>
    public async Task StopAsync()
    {
        await SiteProcess.RunAsync("kill", ["-TERM", process!.Id.ToString()]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Waits for its end. The exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process!.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    public bool HasEnded => process!.HasExited;

    public Task HasPricesAsync() => Eventually.TrueAsync(async () => await PriceAsync() > 0, "the site has prices");

    /// <summary>The price of item 2, as the API tells it; 0 for none.</summary>
    public async Task<long> PriceAsync()
    {
        using var answer = await Http.GetAsync(new Uri("api/v1/prices/current/2", UriKind.Relative));
        return answer.IsSuccessStatusCode ? (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["high"]! : 0;
    }

    public async Task<string> PageAsync(string path = "") => WebUtility.HtmlDecode(await Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    public async Task<JsonNode> ReadyAsync()
    {
        using var answer = await Http.GetAsync(new Uri("health/ready", UriKind.Relative));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public Task ReadySaysAsync(string text) => Eventually.TrueAsync(async () => (await ReadyAsync()).ToJsonString().Contains(text, StringComparison.Ordinal), $"/health/ready says {text}");

    public Task LogsAsync(string text) => Eventually.TrueAsync(() => Log.Contains(text, StringComparison.Ordinal), $"the site logs '{text}': {Log}");

    /// <summary>Everybody can go on: pages are there, prices move, and the stream tells them.</summary>
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

    /// <summary>One value out of the file.</summary>
    public T Read<T>(string sql, string? file = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file ?? Database, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>A row that no poll makes.</summary>
    public void LeaveMark() => Read<long>("INSERT INTO ticks (item_id, time, high, low) VALUES (2, 5, 7, 7); SELECT 0");

    public bool HasMark(string? file = null) => Read<long>("SELECT count(*) FROM ticks WHERE item_id = 2 AND time = 5 AND high = 7", file) == 1;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (process is { HasExited: false })
        {
            await KillAsync();
        }

        process?.Dispose();
        await Upstream.DisposeAsync();
        if (ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private ProcessStartInfo Info(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }

    private Process Run(string[] command)
    {
        var started = new Process { StartInfo = Info(command) };
        var into = lines;
        started.OutputDataReceived += (_, line) => into.Enqueue(line.Data ?? "");
        started.ErrorDataReceived += (_, line) => into.Enqueue(line.Data ?? "");
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private string NextPrices(int items)
    {
        var poll = Interlocked.Increment(ref polls);
        // Of two trades in one second only the later is stored, and two polls may come in one.
        var now = traded = Math.Max(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), traded + 1);
        var rows = new JsonObject();
        for (var id = 1; id <= items; id++)
        {
            rows[id.ToString()] = FakeUpstream.Row(1000 + poll, now, 900 + poll, now);
        }

        return new JsonObject { ["data"] = rows }.ToJsonString();
    }

    [GeneratedRegex("""Now listening on: (http[^\s"]+)""")]
    private static partial Regex Listening();
}
