using System.Diagnostics;
using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>Behind PgBouncer, where each transaction may run in another session of the server.</summary>
public sealed class PgBouncerTests
{
    private const string Program = "/usr/sbin/pgbouncer";
    private const long Noon = 1_795_867_200;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_site_works_with_two_connections_in_transaction_mode()
    {
        Assert.SkipUnless(File.Exists(Program), "PgBouncer is not installed: apt-get install pgbouncer");
        await using var server = await PostgresServer.StartOnTcpAsync();
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        var port = RedisServer.FreePort();
        var folder = Directory.CreateTempSubdirectory("pricestream-pgbouncer-").FullName;
        using var pooler = await StartAsync(folder, server.Port, port);
        try
        {
            database.Port = port;
            await UseAsync(database.ConnectionString);
        }
        finally
        {
            pooler.Kill();
            await pooler.WaitForExitAsync(Stop);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task UseAsync(string connectionString)
    {
        await using var first = PostgresDatabase.Open(connectionString);
        await using var second = PostgresDatabase.Open(connectionString);
        await Task.WhenAll(first.Lifecycle.OpenAsync(null, Stop), second.Lifecycle.OpenAsync(null, Stop));
        IStoreUnderTest site = first;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(turn => (turn % 2 == 0 ? first : second).Store.WriteAsync(
            [new SavePrices([new PriceUpdate(1, turn, Noon + turn, null, null, true, false)]), new MarkSeries(turn, 300, 1)],
            turn % 3 == 0 ? 5 : null,
            Stop)));

        Assert.Equal(Enumerable.Range(0, 40).Select(turn => (long?)turn), (await site.ReadAsync(1, 0, Noon)).Select(tick => tick.High));
        await Assert.ThrowsAsync<LeaseLostException>(() => second.Store.WriteAsync([new MarkSeries(1, 300, 1)], 4, Stop));
    }

    private static async Task<Process> StartAsync(string folder, int server, int port)
    {
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            * = host=127.0.0.1 port={server} user={PostgresServer.Superuser}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 2
            """, Stop);
        await Process.Start("chmod", ["755", folder])!.WaitForExitAsync(Stop); // so that the other user reads the file
        string[] user = Environment.UserName == "root" ? ["--reuid", "postgres", "--regid", "postgres", "--init-groups"] : [];
        var start = new ProcessStartInfo("setpriv", [.. user, "--", Program, "-q", settings]) { RedirectStandardError = true };
        var pooler = Process.Start(start)!;
        pooler.BeginErrorReadLine();
        await Eventually.TrueAsync(() => Answers(port), "PgBouncer answers");
        return pooler;
    }

    private static bool Answers(int port)
    {
        try
        {
            using var connection = new NpgsqlConnection(
                $"Host=127.0.0.1;Port={port};Username={PostgresServer.Superuser};Database=postgres;Pooling=false;Timeout=1");
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
