using StackExchange.Redis;

namespace PriceStream.Web.Streaming.Relay;

/// <summary>
/// The relay's own connection to Redis. The client keeps a connection for as long as the server answers, even after another server has
/// become the master behind the same address. So this class opens a new connection when errors persist, and lets the old one go.
/// </summary>
internal sealed class RelayConnection : IDisposable
{
    // A healthy new connection takes milliseconds. Without a pause, a refused password would be sent several times a second.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConfigurationOptions options;
    private readonly TimeProvider clock;
    private readonly Lock changing = new();
    private IConnectionMultiplexer current;
    private Exception? connectionFailure;
    private Task replacing = Task.CompletedTask;
    private (RedisChannel Channel, Action OnMessage)? subscription;
    private long replacedAt;
    private bool isDisposed;
    private bool isFailing;

    public RelayConnection(ConfigurationOptions options, TimeProvider clock)
    {
        this.options = options.Clone();
        this.options.BacklogPolicy = BacklogPolicy.FailFast;
        this.options.ReconnectRetryPolicy = new LinearRetry(500);
        this.options.ClientName = "pricestream-relay";
        this.clock = clock;
        replacedAt = clock.GetTimestamp();
        current = Watch(ConnectionMultiplexer.Connect(this.options));
    }

    /// <summary>Calls Redis. Throws <see cref="RelayException"/> when that fails.</summary>
    public async Task<TResult> CallAsync<TResult>(Func<IConnectionMultiplexer, Task<TResult>> call)
    {
        var used = Volatile.Read(ref current);
        try
        {
            var result = await call(used);
            Volatile.Write(ref connectionFailure, null);
            Volatile.Write(ref isFailing, false);
            return result;
        }
        catch (Exception exception) // a connection that breaks midway throws many types
        {
            Volatile.Write(ref isFailing, true);
            StartToReplace(used);
            throw Describe(exception, used);
        }
    }

    /// <summary>Subscribes on this connection and on every later one.</summary>
    public Task SubscribeAsync(RedisChannel channel, Action onMessage) => CallAsync(async connection =>
    {
        subscription = (channel, onMessage);
        await connection.GetSubscriber().SubscribeAsync(channel, (_, _) => onMessage());
        return true;
    });

    public void Dispose()
    {
        lock (changing)
        {
            isDisposed = true;
        }

        current.Dispose();
    }

    private IConnectionMultiplexer Watch(IConnectionMultiplexer connection)
    {
        connection.ConnectionFailed += (_, failure) => Volatile.Write(ref connectionFailure, failure.Exception);
        return connection;
    }

    private void StartToReplace(IConnectionMultiplexer failed)
    {
        lock (changing)
        {
            if (isDisposed || failed != current || !replacing.IsCompleted || clock.GetElapsedTime(replacedAt) < Pause)
            {
                return;
            }

            replacedAt = clock.GetTimestamp();
            replacing = ReplaceAsync(failed);
        }
    }

    private async Task ReplaceAsync(IConnectionMultiplexer failed)
    {
        try
        {
            var connection = Watch(await ConnectionMultiplexer.ConnectAsync(options));
            if (!connection.IsConnected || !TryUse(connection))
            {
                await using (connection)
                {
                    await connection.GetDatabase().PingAsync(); // throws the reason
                }

                return;
            }

            await failed.DisposeAsync();
            if (subscription is var (channel, onMessage))
            {
                await connection.GetSubscriber().SubscribeAsync(channel, (_, _) => onMessage());
            }
        }
        catch (Exception exception)
        {
            Volatile.Write(ref connectionFailure, exception); // the next failed call starts another attempt
        }
    }

    // The old connection may have recovered meanwhile. Then it stays, because a replacement could interrupt a call.
    private bool TryUse(IConnectionMultiplexer connection)
    {
        lock (changing)
        {
            if (isDisposed || !Volatile.Read(ref isFailing))
            {
                return false;
            }

            Volatile.Write(ref current, connection);
            return true;
        }
    }

    private RelayException Describe(Exception exception, IConnectionMultiplexer connection)
    {
        var error = RedisError.In(exception) ?? RedisError.In(Volatile.Read(ref connectionFailure)) ?? RoleOf(connection);
        if (error is null)
        {
            return new("Redis, which the instances share, does not answer", "does not answer");
        }

        return new($"Redis, which the instances share, answers {RedisError.CodeOf(error)}", "answers " + WithoutSecrets(error));
    }

    // Once the client has noticed that the server is a replica, it no longer sends it any writes.
    private static string? RoleOf(IConnectionMultiplexer connection) =>
        connection.GetServers().Any(server => server is { IsConnected: true, IsReplica: true })
            ? "READONLY The server is a replica."
            : null;

    private string WithoutSecrets(string text) =>
        options.Password is { Length: > 0 } password ? text.Replace(password, "***", StringComparison.Ordinal) : text;
}
