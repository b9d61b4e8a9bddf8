using Coravel.Invocable;
using PriceStream.Web.Demo;
using PriceStream.Web.Streaming.Relay;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>Asks the source for the newest prices and hands them to the one door. A failed poll leaves the last good prices as they are.</summary>
public sealed partial class PricePollJob(UpstreamClient upstream, PriceIngest ingest, PriceEvents events, FeedState feed, ILogger<PricePollJob> logger, StreamLease? lease = null, DemoControl? demo = null)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (demo is not { IsManual: true } && feed.TryBegin())
        {
            await RunAsync();
        }
    }

    /// <summary>A poll at once, whatever rest the source has asked for; it comes after one that is running.</summary>
    public async Task PollNowAsync()
    {
        await feed.BeginAsync(CancellationToken);
        await RunAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            if (await HoldsLeaseAsync())
            {
                await PollAsync();
            }
        }
        finally
        {
            feed.End();
        }
    }

    // One of the instances polls. The lease outlives its next poll but not the one after: when it dies, another polls within two.
    private async Task<bool> HoldsLeaseAsync()
    {
        try
        {
            return lease is null || await lease.TryHoldAsync(TimeSpan.FromSeconds(1.5 * feed.PollSeconds));
        }
        catch (RelayException fault)
        {
            events.PublishCutOff(fault.Message);
            return false;
        }
    }

    private async Task PollAsync()
    {
        var failingSince = feed.Status.FailingSince;
        try
        {
            var answer = await upstream.GetLatestAsync(CancellationToken);
            await ingest.AcceptAsync(answer.Rows, CancellationToken);
            if (failingSince is { } since)
            {
                Recovered(since);
            }
        }
        catch (UpstreamException fault)
        {
            await events.PublishFailureAsync("the price source " + fault.Message, fault.RetryAfter, CancellationToken);
            Failed(fault.Message, feed.Status.FailingSince, feed.Status.NextTry);
        }
        catch (RelayException fault)
        {
            // What was stored and not told is told by the next poll: it is compared with what was told.
            events.PublishCutOff(fault.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await events.PublishFailureAsync("the prices could not be stored", null, CancellationToken);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The price source {Reason}; failing since {Since:u}, next try {NextTry:u}")]
    private partial void Failed(string reason, DateTimeOffset? since, DateTimeOffset nextTry);

    [LoggerMessage(Level = LogLevel.Information, Message = "The price source answers again; it had failed since {Since:u}")]
    private partial void Recovered(DateTimeOffset since);
}
