namespace PriceStream.Web.Streaming;

/// <summary>
/// Runs a step for one subscription. An exception ends only that subscription, because its output is in an unknown state. The steps are
/// delegates that their classes create once, because one for each call would be an allocation for each client and round.
/// </summary>
internal sealed partial class SubscriptionGuard(SubscriptionIndex subscriptions, ILogger logger)
{
    public void Run(StreamSubscription subscription, Action<StreamSubscription> step)
    {
        try
        {
            step(subscription);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogFailure(exception);
            subscription.Abort();
            subscription.BeginEnd(StreamEnd.Gone);
            subscriptions.Remove(subscription);
            subscription.Complete();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Writing to a stream failed, so its connection is aborted")]
    private partial void LogFailure(Exception exception);
}
