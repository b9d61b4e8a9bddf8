using System.Buffers;
using Npgsql;
using PriceStream.Web.Data.Postgres;

namespace PriceStream.Web.Data.Copy;

/// <summary>The PostgreSQL database that takes the copy.</summary>
internal sealed class CopyTarget : IAsyncDisposable
{
    private const int CommandSeconds = 600;
    private const int BufferBytes = 256 << 10;

    private readonly ServiceProvider services;
    private readonly CopiedSite site;

    /// <param name="connection">Its commands may take longer than a site's.</param>
    public CopyTarget(PostgresConnection connection, bool isDemo, TimeProvider clock)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { CommandTimeout = CommandSeconds };
        (Connection, site) = (PostgresConnection.Parse(settings.ConnectionString)!, new(isDemo));
        var collection = new ServiceCollection();
        collection.AddSingleton(clock);
        collection.AddLogging();
        collection.AddPostgres(Connection, isDemo);
        collection.AddSingleton<PostgresSite>(site);
        services = collection.BuildServiceProvider();
    }

    public PostgresConnection Connection { get; }

    private PostgresSource Source => services.GetRequiredService<PostgresSource>();

    /// <summary>Creates the tables, or finds those of an interrupted copy.</summary>
    /// <returns>The chunks that are complete, and their rows.</returns>
    /// <exception cref="DatabaseRefusedException">It has rows of a site, or cannot be used.</exception>
    public async Task<Dictionary<(string Target, int Chunk), long>> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Source.OpenAsync(cancellationToken);
            await RefuseFilledAsync(connection, cancellationToken);
            await services.GetRequiredService<PostgresUpgrade>().RunAsync(null, cancellationToken);
            await CopyStatements.CreateProgressAsync(connection, cancellationToken);
            return await CopyStatements.ReadProgressAsync(connection, cancellationToken);
        }
        catch (Exception exception) when (PostgresRefusals.Of(exception, Connection) is { } message)
        {
            throw new DatabaseRefusedException(message);
        }
    }

    /// <summary>Creates the partitions of these times.</summary>
    public Task EnsurePartitionsAsync(PostgresTable table, IReadOnlyCollection<long> times, CancellationToken cancellationToken) =>
        services.GetRequiredService<Partitions>().EnsureAsync(table, times, cancellationToken);

    /// <summary>Copies a chunk in one transaction.</summary>
    /// <param name="again">Whether it replaces the rows that are there.</param>
    /// <param name="report">Called with the number of rows so far.</param>
    public async Task CopyAsync(CopyChunk chunk, ChunkReader reader, bool again, Action<long> report, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (again)
        {
            await CopyStatements.DeleteAsync(connection, chunk, cancellationToken);
        }

        await CopyStatements.ClaimAsync(connection, chunk, cancellationToken);
        await SendAsync(connection, chunk.Table, reader, report, cancellationToken);
        await CopyStatements.CompleteAsync(connection, chunk, reader.Sum.Rows, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Adds up what the database has now.</summary>
    public Task<RowSums> SumAsync(CopyTable table, Action<long> report, CancellationToken cancellationToken) =>
        SumAsync(table, CopyStatements.Export(table), report, cancellationToken);

    /// <summary>Adds up what the database has now of one chunk.</summary>
    public async Task<ChunkSum> SumAsync(CopyChunk chunk, CancellationToken cancellationToken)
    {
        var sums = await SumAsync(chunk.Table, CopyStatements.Export(chunk), _ => { }, cancellationToken);
        return sums.Sums.GetValueOrDefault(chunk.Number);
    }

    public async Task VacuumAsync(CopyTable table, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenAsync(cancellationToken);
        await CopyStatements.VacuumAsync(connection, table.Target, cancellationToken);
    }

    /// <summary>From now on a site may start on it.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await CopyStatements.DropProgressAsync(connection, cancellationToken);
        await CopyStatements.MarkAsync(connection, site.FinalMode, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private async Task RefuseFilledAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = await SiteStatements.ReadTablesAsync(
            connection, [CopyStatements.Progress, PostgresDb.HistoryTable, "site"], cancellationToken);
        if (tables.Contains(CopyStatements.Progress) || !tables.Contains(PostgresDb.HistoryTable) || !tables.Contains("site"))
        {
            return; // an interrupted copy, or none of our tables
        }

        if (await CopyStatements.HasRowsAsync(connection, cancellationToken))
        {
            throw new DatabaseRefusedException(
                $"the database {Connection.Place} has data of a site, from an earlier copy or of its own. Name an empty database");
        }

        await CopyStatements.MarkAsync(connection, site.Mode, cancellationToken);
    }

    private static async Task SendAsync(
        NpgsqlConnection connection, CopyTable table, ChunkReader reader, Action<long> report, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync(CopyStatements.Import(table), cancellationToken);
        try
        {
            await stream.WriteAsync(RowEncoder.Header, cancellationToken);
            foreach (var block in reader.ReadBlocks())
            {
                await stream.WriteAsync(block, cancellationToken);
                report(reader.Sum.Rows);
            }

            await stream.WriteAsync(RowEncoder.End, cancellationToken);
            await stream.DisposeAsync(); // ends the COPY
        }
        catch
        {
            await AbandonAsync(stream);
            throw;
        }
    }

    // Disposing it would end the COPY as if all had been sent.
    private static async Task AbandonAsync(NpgsqlRawCopyStream stream)
    {
        try
        {
            await stream.CancelAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection has ended, and the copy with it.
        }
    }

    private async Task<RowSums> SumAsync(CopyTable table, string sql, Action<long> report, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenAsync(cancellationToken);
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
        var sums = new RowSums(table);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > buffer.Length / 2)
            {
                var taken = sums.Add(buffer.AsSpan(0, length));
                buffer.AsSpan(taken, length - taken).CopyTo(buffer);
                length -= taken;
                report(sums.Rows);
            }
        }

        sums.Add(buffer.AsSpan(0, length));
        report(sums.Rows);
        ArrayPool<byte>.Shared.Return(buffer);
        return sums;
    }
}
