using Coravel.Invocable;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Prices;

/// <summary>Asks the source for the newest prices and hands them to the one door. A failed poll leaves the last good prices as they are.</summary>
public sealed partial class PricePollJob(UpstreamClient upstream, PriceIngest ingest, PriceEvents events, FeedState feed, ILogger<PricePollJob> logger)
    : IInvocable, ICancellableInvocable
{
    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (!feed.TryBegin())
        {
            return;
        }

        try
        {
            await PollAsync();
        }
        finally
        {
            feed.End();
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
            events.PublishFailure("the price source " + fault.Message, fault.RetryAfter);
            Failed(fault.Message, feed.Status.FailingSince, feed.Status.NextTry);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            events.PublishFailure("the prices could not be stored", null);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The price source {Reason}; failing since {Since:u}, next try {NextTry:u}")]
    private partial void Failed(string reason, DateTimeOffset? since, DateTimeOffset nextTry);

    [LoggerMessage(Level = LogLevel.Information, Message = "The price source answers again; it had failed since {Since:u}")]
    private partial void Recovered(DateTimeOffset since);
}
