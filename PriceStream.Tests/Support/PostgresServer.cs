using System.Diagnostics;
using Npgsql;

namespace PriceStream.Tests.Support;

/// <summary>A real PostgreSQL server in a folder of its own. It refuses to run as root, so there it runs as its package's user.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Superuser = PostgresPrograms.User;

    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(StartSharedAsync);

    private readonly string folder;
    private readonly string[] options;
    private Process? process;
    private int databases;

    private PostgresServer(string[] options, string? folder = null)
    {
        this.options = options;
        this.folder = folder ?? Directory.CreateTempSubdirectory("pricestream-postgres-").FullName;
    }

    public static bool IsInstalled => PostgresPrograms.Folder is not null;

    public const string NotInstalled = "PostgreSQL is not installed: apt-get install postgresql";

    /// <summary>The folder of the Unix socket, or the address that it listens at.</summary>
    public string Host { get; private init; } = "";

    public int Port { get; private init; } = 5432;

    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>One server for all tests of the process; it ends with the process.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>A server of the test's own, on a Unix socket.</summary>
    /// <param name="options">Settings of postgresql.conf, such as <c>max_connections=20</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] options)
    {
        Assert.SkipUnless(IsInstalled, NotInstalled);
        var server = new PostgresServer(options);
        await server.InitialiseAsync();
        await server.GoOnAsync();
        return server;
    }

    /// <summary>A server of the test's own that listens at 127.0.0.1 only.</summary>
    public static Task<PostgresServer> StartOnTcpAsync(params string[] options) => StartInAsync(null, options);

    /// <summary>A server of the test's own with its data in a folder, such as a small disk, that listens at 127.0.0.1 only.</summary>
    /// <param name="folder">Null for a folder of its own.</param>
    public static async Task<PostgresServer> StartInAsync(string? folder, params string[] options)
    {
        Assert.SkipUnless(IsInstalled, NotInstalled);
        var server = OnTcp(folder, options);
        await server.InitialiseAsync();
        await server.GoOnAsync();
        return server;
    }

    /// <summary>Starts another server that follows this one and can take over.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = OnTcp(null, options);
        await PostgresPrograms.CallAsync("chown", Superuser, standby.folder);
        await PostgresPrograms.RunAsync(
            "pg_basebackup", "-D", standby.DataFolder, "-h", Host, "-p", $"{Port}", "-U", Superuser, "-R", "-c", "fast", "--no-sync");
        await standby.GoOnAsync();
        return standby;
    }

    /// <summary>Settings for a database, as the superuser and without a pool.</summary>
    public string ConnectionString(string database) =>
        $"Host={(Host.Length > 0 ? Host : folder)};Port={Port};Username={Superuser};Database={database};Timeout=5;Command Timeout=10";

    /// <summary>Creates a database, and returns how to connect to it.</summary>
    /// <param name="template">The database that it is a copy of.</param>
    public async Task<string> CreateDatabaseAsync(string template = "template0")
    {
        var name = $"prices{Interlocked.Increment(ref databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {template}");
        return ConnectionString(name);
    }

    /// <summary>Runs statements and returns the first value of the first result.</summary>
    public Task<object?> ExecuteAsync(string database, string sql) => RunAsync(ConnectionString(database), sql);

    /// <summary>Runs statements and returns the first value of the first result.</summary>
    public static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Starts with the data that it had.</summary>
    public async Task GoOnAsync()
    {
        string[] settings =
        [
            $"unix_socket_directories={folder}", "listen_addresses=", $"port={Port}", "fsync=off", "shared_buffers=64MB",
            "max_connections=300", "logging_collector=off", "log_min_messages=warning", .. options,
        ];
        var arguments = settings.SelectMany(setting => (string[])["-c", setting]);
        process = PostgresPrograms.Start(["postgres", "-D", DataFolder, .. arguments]);
        await Eventually.TrueAsync(Answers, "PostgreSQL answers");
    }

    /// <summary>Stops as its service does: it rolls open transactions back and saves its data.</summary>
    public Task StopAsync() => SignalAsync("INT");

    /// <summary>Dies without saving anything. The next start replays the log.</summary>
    public Task DieAsync() => SignalAsync("QUIT");

    /// <summary>Whether it has ended, for instance because its disk was full.</summary>
    public bool HasEnded => process!.HasExited;

    /// <summary>Halts all of its processes. Its connections stay open, and nothing answers.</summary>
    public Task SuspendAsync() => PostgresPrograms.CallAsync(["kill", "-STOP", .. Processes()]);

    public Task WakeAsync() => PostgresPrograms.CallAsync(["kill", "-CONT", .. Processes()]);

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await WakeAsync();
            await DieAsync();
        }

        Directory.Delete(Owned, recursive: true);
    }

    // The folder of a small disk is the disk's.
    private string Owned => Path.GetFileName(folder).StartsWith("pricestream-postgres-", StringComparison.Ordinal) ? folder : DataFolder;

    private static PostgresServer OnTcp(string? folder, string[] options) =>
        new([.. options, "listen_addresses=127.0.0.1"], folder) { Host = "127.0.0.1", Port = RedisServer.FreePort() };

    // First the one that starts the others.
    private string[] Processes() =>
    [
        $"{process!.Id}",
        .. File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries),
    ];

    private static async Task<PostgresServer> StartSharedAsync()
    {
        var server = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(5));
        return server;
    }

    private async Task InitialiseAsync()
    {
        await PostgresPrograms.CallAsync("chown", Superuser, folder);
        string[] format = ["--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8", "--wal-segsize=4"];
        await PostgresPrograms.RunAsync(["initdb", "-D", DataFolder, "-U", Superuser, .. format]);
        // Other users than the superuser need a password.
        await File.WriteAllTextAsync(Path.Combine(DataFolder, "pg_hba.conf"), $"""
            local all {Superuser} trust
            local all all scram-sha-256
            host all {Superuser} 127.0.0.1/32 trust
            host all all 127.0.0.1/32 scram-sha-256
            local replication all trust
            host replication all 127.0.0.1/32 trust

            """);
    }

    private async Task SignalAsync(string signal)
    {
        await PostgresPrograms.CallAsync("kill", "-" + signal, process!.Id.ToString());
        await process.WaitForExitAsync();
        NpgsqlConnection.ClearAllPools();
    }

    private bool Answers()
    {
        Assert.False(process!.HasExited, "PostgreSQL ended");
        try
        {
            using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
