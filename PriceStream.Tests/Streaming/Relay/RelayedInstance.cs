using System.Text.Json;
using Npgsql;
using PriceStream.Tests.Support;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Postgres;
using PriceStream.Web.Data.Writes;
using PriceStream.Web.Prices.Relay;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Relay;

namespace PriceStream.Tests.Streaming.Relay;

/// <summary>What one instance has of the relay in PostgreSQL, with an outbox that the test can block.</summary>
internal sealed class RelayedInstance : IAsyncDisposable
{
    private static readonly SseOptions Options = new();

    private readonly NpgsqlDataSource source;
    private readonly RelayReader<int> reader;
    private readonly Queue<AppendToRelay> waiting = new();

    public RelayedInstance(PostgresDatabase database, SettableClock clock)
    {
        source = NpgsqlDataSource.Create(database.ConnectionString);
        Lease = new(source, clock);
        Hub = new(Options, clock);
        var format = new StreamFormat<int>("number", number => number, (output, number) => Write(output, [number]));
        var relay = new RelayFormat<int>("test", Write, Read, Apply, Reload);
        Log = new PostgresRelayLog("test", new(source), SaveAsync, Lease, Options);
        reader = new(Log, new(Hub, format, relay, Options, clock), clock, Lines.CreateLogger("relay"));
        Relay = new(Log, reader, relay);
    }

    public PostgresLease Lease { get; }

    public StreamHub Hub { get; }

    public PostgresRelayLog Log { get; }

    public StreamRelay<int> Relay { get; }

    public LogLines Lines { get; } = new();

    /// <summary>What was applied, in order.</summary>
    public List<int> Applied { get; } = [];

    public List<string> States { get; } = [];

    public int Reloads { get; private set; }

    /// <summary>Whether the store is away for this instance's writes.</summary>
    public bool IsBuffering { get; set; }

    public Task<bool> PublishAsync(string state, params int[] messages) =>
        Relay.PublishAsync(messages, System.Text.Encoding.UTF8.GetBytes(state), TestContext.Current.CancellationToken);

    public Task ReadAsync() => reader.ReadAsync(TestContext.Current.CancellationToken);

    public Task<bool> TryReadAsync() => reader.TryReadAsync(TestContext.Current.CancellationToken);

    public Task<bool> HoldAsync(TimeSpan length) => Lease.TryHoldAsync(length, TestContext.Current.CancellationToken);

    /// <summary>Writes what waits, as the outbox does when the store is back.</summary>
    public async Task FlushAsync()
    {
        IsBuffering = false;
        while (waiting.TryDequeue(out var entry))
        {
            try
            {
                await WriteAsync(entry);
            }
            catch (RelayBehindException)
            {
                // Dropped.
            }
        }
    }

    /// <summary>Drops what waits, as the outbox does when another instance has taken over.</summary>
    public void Discard() => waiting.Clear();

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        Lease.Dispose();
        await source.DisposeAsync();
    }

    private static void Write(System.Buffers.IBufferWriter<byte> output, IReadOnlyList<int> numbers)
    {
        using var json = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(json, numbers);
    }

    private static int[] Read(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<int[]>(json.Span)!;

    private StreamNotice Apply(IReadOnlyList<int> numbers, ReadOnlyMemory<byte> state)
    {
        Applied.AddRange(numbers);
        States.Add(System.Text.Encoding.UTF8.GetString(state.Span));
        return new("state", state.ToArray);
    }

    private Task Reload(CancellationToken cancellationToken)
    {
        Reloads++;
        return Task.CompletedTask;
    }

    private async Task SaveAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        if (Lease.Epoch is null)
        {
            throw new LeaseLostException();
        }

        if (IsBuffering)
        {
            waiting.Enqueue((AppendToRelay)write);
        }
        else
        {
            await WriteAsync((AppendToRelay)write);
        }
    }

    private async Task WriteAsync(AppendToRelay entry)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await PostgresRelayStatements.AppendAsync(connection, transaction, entry, CancellationToken.None);
        await transaction.CommitAsync();
    }
}
