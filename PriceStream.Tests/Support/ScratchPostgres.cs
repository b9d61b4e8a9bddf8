using System.Diagnostics;
using Npgsql;

namespace PriceStream.Tests.Support;

/// <summary>A real PostgreSQL server on a Unix socket, with the tables of the lease and the relay.</summary>
internal sealed class ScratchPostgres : IAsyncDisposable
{
    private const string User = "postgres";
    private const string Programs = "/usr/lib/postgresql/15/bin";

    private const string Tables = """
        CREATE TABLE lease (id int PRIMARY KEY CHECK (id = 1), holder text NOT NULL, epoch bigint NOT NULL, until timestamptz NOT NULL);
        CREATE TABLE relay (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, epoch text NOT NULL, first bigint NOT NULL,
          at bigint NOT NULL, messages bytea NOT NULL, state bytea NOT NULL, stored_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE relay_head (name text PRIMARY KEY, epoch text NOT NULL, last bigint NOT NULL);
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-postgres-").FullName;
    private Process? process;

    /// <summary>One pool for the test's own statements.</summary>
    public NpgsqlDataSource Source { get; private set; } = null!;

    private string ConnectionString => $"Host={folder};Username={User};Database=postgres;Timeout=5;Command Timeout=10";

    public static async Task<ScratchPostgres> StartAsync()
    {
        Assert.SkipUnless(Directory.Exists(Programs), "PostgreSQL is not installed: apt-get install postgresql");
        var server = new ScratchPostgres();
        await CallAsync("chown", User, server.folder);
        await CallAsync(AsUser(
            Path.Combine(Programs, "initdb"), "-D", server.DataFolder, "-U", User, "--auth=trust", "--no-sync", "--locale=C"));
        await server.GoOnAsync();
        server.Source = server.CreateSource();
        await server.ExecuteAsync(Tables);
        return server;
    }

    /// <summary>A pool of an instance's own.</summary>
    public NpgsqlDataSource CreateSource() => NpgsqlDataSource.Create(ConnectionString);

    /// <summary>A connection outside every pool.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs statements and returns the first value of the first result.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Starts with the data that it had.</summary>
    public async Task GoOnAsync()
    {
        string[] settings = ["unix_socket_directories=" + folder, "listen_addresses=", "fsync=off", "logging_collector=off"];
        string[] arguments =
            [Path.Combine(Programs, "postgres"), "-D", DataFolder, .. settings.SelectMany(setting => (string[])["-c", setting])];
        process = Start(AsUser(arguments));
        await Eventually.TrueAsync(Answers, "PostgreSQL answers");
    }

    public async Task StopAsync()
    {
        await CallAsync("kill", "-INT", process!.Id.ToString());
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (process is { HasExited: false })
        {
            await StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private string DataFolder => Path.Combine(folder, "data");

    private static string[] AsUser(params string[] arguments) => Environment.UserName == "root"
        ? ["setpriv", "--reuid", User, "--regid", User, "--init-groups", "--", .. arguments]
        : arguments;

    private static async Task CallAsync(params string[] arguments)
    {
        using var call = Start(arguments);
        await call.WaitForExitAsync();
        Assert.True(call.ExitCode == 0 || arguments[0] == "chown", string.Join(' ', arguments));
    }

    // What it writes is read, or it would wait for the reader.
    private static Process Start(string[] arguments)
    {
        var started = Process.Start(new ProcessStartInfo(arguments[0], arguments[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private bool Answers()
    {
        Assert.False(process!.HasExited, "PostgreSQL ended");
        try
        {
            using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
