using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>Fetches the newest prices and hands them to <see cref="PriceIngest"/>. When a poll fails, the last good prices stay.</summary>
public sealed partial class PricePollJob(
    UpstreamClient upstream, PriceIngest ingest, PriceEvents events, PollGate gate, UpstreamMonitor monitor, ILogger<PricePollJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    /// <summary>A scheduled poll; it does nothing when the gate is closed.</summary>
    public Task Invoke() => RunAsync(() => gate.TryEnterAsync(CancellationToken));

    /// <summary>Polls at once, even while the upstream has asked for a pause. Waits for a running poll first.</summary>
    public Task PollNowAsync() => RunAsync(() => gate.EnterAsync(CancellationToken));

    private async Task RunAsync(Func<Task<PollTurn?>> enter)
    {
        try
        {
            using var turn = await enter();
            if (turn is not null)
            {
                await PollAsync();
            }
        }
        catch (LeaseLostException)
        {
            gate.Follow();
        }
        catch (Exception error) when (error is RelayException or StoreUnavailableException)
        {
            events.PublishCutOff(error.Message); // it is unknown which instance holds the lease
        }
    }

    private async Task PollAsync()
    {
        var failingSince = monitor.Status.FailingSince;
        try
        {
            var answer = await upstream.GetLatestAsync(CancellationToken);
            await ingest.AcceptAsync(answer.Rows, CancellationToken);
            if (failingSince is { } since)
            {
                Recovered(since);
            }
        }
        catch (RelayException error)
        {
            // The next poll publishes prices that were stored but not published, because it compares with memory.
            events.PublishCutOff(error.Message);
        }
        catch (UpstreamException error)
        {
            await events.PublishFailureAsync("the price source " + error.Message, error.RetryAfter, CancellationToken);
            Failed(error.Message, monitor.Status.FailingSince, monitor.Status.NextTry);
        }
        catch (Exception error) when (error is not (OperationCanceledException or LeaseLostException))
        {
            await events.PublishFailureAsync("the prices could not be stored", null, CancellationToken);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The price source {Reason}; failing since {Since:u}, next try {NextTry:u}")]
    private partial void Failed(string reason, DateTimeOffset? since, DateTimeOffset nextTry);

    [LoggerMessage(Level = LogLevel.Information, Message = "Polls succeed again. They had been failing since {Since:u}")]
    private partial void Recovered(DateTimeOffset since);
}
