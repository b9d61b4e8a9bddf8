using Npgsql;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Postgres.Faults;

/// <summary>PostgreSQL refuses writes, connections or the user, or is slow: the site serves, and stores it all later.</summary>
public sealed class RefusalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_another_program_has_locked()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 1);
        await using var other = await sites.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await using var command = new NpgsqlCommand("LOCK TABLE latest_prices IN ACCESS EXCLUSIVE MODE", other);
        await command.ExecuteNonQueryAsync(Stop);

        var start = TimeProvider.System.GetTimestamp();
        await sites.AreDegradedAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"Degraded after {TimeProvider.System.GetElapsedTime(start)}");
        await transaction.RollbackAsync(Stop);

        await RecoverAsync(sites);
    }

    [Fact]
    public async Task A_database_that_is_set_read_only()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 1);
        await sites.RunAsync($"ALTER DATABASE {PostgresSites.Database} SET default_transaction_read_only = on");
        await DropConnectionsAsync(sites);

        await sites.AreDegradedAsync();
        await sites.PollsAsync(1);
        await sites.Server.ExecuteAsync("postgres", $"ALTER DATABASE {PostgresSites.Database} RESET default_transaction_read_only");

        await RecoverAsync(sites);
    }

    [Fact]
    public async Task A_user_whose_password_has_changed()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 1);
        await sites.RunAsync($"ALTER ROLE {PostgresSites.User} PASSWORD 'another'");
        await DropConnectionsAsync(sites);

        await sites.AreDegradedAsync();
        await sites.PollsAsync(1);
        await sites.RunAsync($"ALTER ROLE {PostgresSites.User} PASSWORD '{PostgresSites.Password}'");

        await RecoverAsync(sites);
    }

    [Fact]
    public async Task A_server_whose_connections_others_have_taken()
    {
        await using var sites = await PostgresSites.StartAsync(instances: 1);
        await sites.RunAsync($"ALTER ROLE {PostgresSites.User} CONNECTION LIMIT 0");
        await DropConnectionsAsync(sites);

        await sites.AreDegradedAsync();
        await sites.PollsAsync(1);
        await sites.RunAsync($"ALTER ROLE {PostgresSites.User} CONNECTION LIMIT -1");

        await RecoverAsync(sites);
    }

    [Fact]
    public async Task A_server_that_answers_slowly()
    {
        await using var sites = await PostgresSites.CreateAsync();
        await using var proxy = StallingProxy.To($"{sites.Server.Host}:{sites.Server.Port}");
        sites.Connection.Port = System.Net.IPEndPoint.Parse(proxy.Address).Port;
        await sites.StartAsync(instances: 2);
        proxy.Delay = TimeSpan.FromMilliseconds(150);
        await using var load = PageLoad.On(sites.All);

        await sites.PollsAsync(3);

        await sites.HaveLostNothingAsync();
        await load.EndAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{load}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_disk(bool isWholeServer)
    {
        using var disk = SmallDisk.Mount(megabytes: 120);
        await using var sites = isWholeServer
            ? await PostgresSites.CreateAsync(disk.Folder, "max_wal_size=16MB", "min_wal_size=8MB")
            : await PostgresSites.CreateAsync();
        if (!isWholeServer)
        {
            await MoveToAsync(disk, sites);
        }

        await sites.StartAsync(instances: 1, items: 300);
        disk.Fill();
        await sites.AreDegradedAsync();
        await sites.PollsAsync(1);
        disk.Free();
        await (sites.Server.HasEnded ? sites.Server.GoOnAsync() : Task.CompletedTask);

        await RecoverAsync(sites);
    }

    private static async Task MoveToAsync(SmallDisk disk, PostgresSites sites)
    {
        await PostgresPrograms.CallAsync("chown", PostgresServer.Superuser, disk.Folder);
        await sites.Server.ExecuteAsync("postgres", $"CREATE TABLESPACE small LOCATION '{disk.Folder}'");
        await sites.Server.ExecuteAsync("postgres", $"ALTER DATABASE {PostgresSites.Database} SET TABLESPACE small");
    }

    private static Task<object?> DropConnectionsAsync(PostgresSites sites) =>
        sites.RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{PostgresSites.User}'");

    private static async Task RecoverAsync(PostgresSites sites)
    {
        await sites.RecoverAsync();
        await sites.HaveLostNothingAsync();
    }
}
