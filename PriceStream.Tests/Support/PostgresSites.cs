using Npgsql;

namespace PriceStream.Tests.Support;

/// <summary>
/// Built sites as processes with one database on a PostgreSQL server, and an upstream whose prices rise with each poll, so that a lost
/// tick leaves a gap. The sites are no superuser.
/// </summary>
internal sealed class PostgresSites : IAsyncDisposable
{
    public const string User = "keeper";
    public const string Password = "s3cret-x";
    public const string Database = "market";

    private const int PollSeconds = 2; // long enough that a busy machine does not lose the lease, which lasts for 1.5 polls

    private readonly List<BreakableSite> sites = [];
    private readonly List<StreamRecorder> streams = [];

    private PostgresSites(PostgresServer server) => Server = server;

    public PostgresServer Server { get; }

    /// <summary>The first site. It holds the lease until it is broken.</summary>
    public BreakableSite One => sites[0];

    public BreakableSite Other => sites[1];

    public IReadOnlyList<BreakableSite> All => sites;

    /// <summary>One stream of each site, which must not break.</summary>
    public IReadOnlyList<StreamRecorder> Streams => streams;

    /// <summary>How the sites connect. A test may change it before they start.</summary>
    public NpgsqlConnectionStringBuilder Connection { get; private init; } = [];

    /// <summary>Starts a server with an empty database, and no site.</summary>
    /// <param name="folder">Where the server keeps its data; null for a folder of its own.</param>
    /// <param name="options">Settings of postgresql.conf.</param>
    public static async Task<PostgresSites> CreateAsync(string? folder = null, params string[] options)
    {
        var server = await PostgresServer.StartInAsync(folder, options);
        await server.ExecuteAsync("postgres", $"CREATE ROLE {User} LOGIN PASSWORD '{Password}'");
        await server.ExecuteAsync("postgres", $"CREATE DATABASE {Database} OWNER {User}");
        return new(server)
        {
            Connection = new() { Host = server.Host, Port = server.Port, Username = User, Password = Password, Database = Database },
        };
    }

    public static async Task<PostgresSites> StartAsync(int instances, params string[] options)
    {
        var sites = await CreateAsync(null, options);
        await sites.StartAsync(instances);
        return sites;
    }

    /// <summary>Starts instances one after the other, and a stream of each. The first one polls.</summary>
    public async Task StartAsync(int instances, int items = 3)
    {
        for (var instance = 0; instance < instances; instance++)
        {
            var site = sites.Count == 0 ? await BreakableSite.CreateAsync(items: items) : One.CreateNext();
            sites.Add(site);
            site["ConnectionStrings__PriceStream"] = Connection.ConnectionString;
            site["Upstream__PollSeconds"] = $"{PollSeconds}";
            await site.StartAsync();
            await site.HasPricesAsync();
        }

        foreach (var site in sites)
        {
            streams.Add(await StreamRecorder.StartAsync(site, items));
        }
    }

    /// <summary>Runs statements in the database as the superuser and returns the first value of the first result.</summary>
    public Task<object?> RunAsync(string sql) => Server.ExecuteAsync(Database, sql);

    /// <summary>A connection of another program, as the superuser.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Server.ConnectionString(Database) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Waits for this many more polls.</summary>
    public Task PollsAsync(int polls)
    {
        var until = One.Polls + polls;
        return Eventually.TrueAsync(() => One.Polls >= until, $"{polls} polls", TimeSpan.FromSeconds(30));
    }

    /// <summary>Every price of item 2 in the database, oldest first: 1,000 more than the number of the poll.</summary>
    public async Task<long[]> StoredAsync() =>
        (long[])(await RunAsync("SELECT array_agg(high ORDER BY time) FROM ticks WHERE item_id = 2"))!;

    /// <summary>Checks that each site answers, is ready though degraded, and names PostgreSQL as the reason.</summary>
    public async Task AreDegradedAsync(Func<BreakableSite, bool>? which = null)
    {
        foreach (var site in sites.Where(which ?? (_ => true)))
        {
            await site.LogsAsync("Database writes suspended, buffering in memory: ");
            using var ready = await site.Http.GetAsync(new Uri("health/ready", UriKind.Relative));
            var text = await ready.Content.ReadAsStringAsync();
            Assert.True(ready.IsSuccessStatusCode, text);
            Assert.Contains("Degraded", text, StringComparison.Ordinal);
            Assert.Contains("PostgreSQL", text, StringComparison.Ordinal);
            Assert.Contains("Item 2", await site.PageAsync("items/2/item-2"), StringComparison.Ordinal);
        }
    }

    /// <summary>Waits until each site stores again what it had buffered, and checks that it logged one line each way.</summary>
    public async Task RecoverAsync(Func<BreakableSite, bool>? which = null)
    {
        foreach (var site in sites.Where(which ?? (_ => true)))
        {
            await Eventually.TrueAsync(
                () => site.Log.Contains("Database writes resumed: ", StringComparison.Ordinal), "writes resume", TimeSpan.FromSeconds(30));
            await site.ReadySaysAsync("\"status\":\"Healthy\"");
            var noted = Warnings(site);
            Assert.True(noted.Count == 2, string.Join('\n', noted));
            Assert.Contains("Database writes suspended", noted[0], StringComparison.Ordinal);
            Assert.Contains("Database writes resumed", noted[1], StringComparison.Ordinal);
            Assert.DoesNotContain(Password, site.Log, StringComparison.Ordinal);
        }
    }

    /// <summary>Checks that every poll was stored and that every stream has each of its messages once.</summary>
    public async Task HaveLostNothingAsync()
    {
        await PollsAsync(2);
        foreach (var stream in streams)
        {
            await stream.HasAsync(1000 + One.Polls);
            stream.AssertComplete();
        }

        var stored = await StoredAsync();
        Assert.Equal(Enumerable.Range(0, stored.Length).Select(poll => stored[0] + poll), stored);
        Assert.InRange(stored[^1], 1000 + One.Polls - 1, 1000 + One.Polls);
    }

    /// <summary>What a site has logged as a warning or error, but for the windows that the upstream does not have.</summary>
    public static List<string> Warnings(BreakableSite site) =>
    [
        .. site.Log.Split('\n').Where(line => Array.Exists([" warn: ", " fail: ", " crit: "], line.Contains)
            && !line.Contains("the price source answered 501", StringComparison.Ordinal)),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        foreach (var site in sites.AsEnumerable().Reverse())
        {
            await site.DisposeAsync();
        }

        await Server.DisposeAsync();
    }
}
