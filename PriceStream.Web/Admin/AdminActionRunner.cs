namespace PriceStream.Web.Admin;

/// <summary>Runs the administrator's actions, each one at most once at a time, and logs every request and every failure.</summary>
public sealed partial class AdminActionRunner(TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<AdminActionRunner> logger)
{
    // A longer action continues in the background, and the page shows that it is running.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Task> running = [];

    /// <summary>Starts the action, or joins the run that has not ended yet, and waits up to a few seconds for its end.</summary>
    public Task RunAsync(AdminAction action)
    {
        Requested(action.Purpose);
        return Task.WhenAny(Join(action), Task.Delay(LongestWait, clock));
    }

    private Task Join(AdminAction action)
    {
        lock (gate)
        {
            if (!running.TryGetValue(action.Name, out var run) || run.IsCompleted)
            {
                running[action.Name] = run = StartAsync(action);
            }

            return run;
        }
    }

    private async Task StartAsync(AdminAction action)
    {
        try
        {
            await Task.Run(() => action.RunAsync(lifetime.ApplicationStopping));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Failed(action.Purpose, exception); // the request may have returned long ago
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The administrator requested {Purpose}")]
    private partial void Requested(string purpose);

    [LoggerMessage(Level = LogLevel.Error, Message = "The administrator's request failed: {Purpose}")]
    private partial void Failed(string purpose, Exception exception);
}
