using Coravel.Invocable;
using PriceStream.Web.Data;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.History.Import;

/// <summary>
/// Fetches the past of items that somebody views, one series each time it runs. It runs once a second: never more than one request a
/// second, as the upstream asks of clients that loop over items. What fails does not keep the item's other series from being fetched.
/// </summary>
public sealed partial class ItemBackfillJob(
    UpstreamClient upstream, ItemBackfill backfill, WindowWriter windows, ImportStore imports, TimeProvider clock,
    ILogger<ItemBackfillJob> logger)
    : IInvocable, ICancellableInvocable
{
    private const int DaysOfSeries = 365;

    public CancellationToken CancellationToken { get; set; }

    public async Task Invoke()
    {
        if (backfill.Next() is not { } round)
        {
            return;
        }

        var missing = await MissingAsync(round.ItemId);
        if (round.Next(missing) is { } next)
        {
            await TryFetchAsync(round, next);
            missing = await MissingAsync(round.ItemId);
        }

        if (missing.Count == 0)
        {
            backfill.Done(round.ItemId);
            Fetched(round.ItemId, round.Stored);
        }
        else if (round.Next(missing) is null)
        {
            GiveUp(round, missing);
        }
    }

    private async Task<List<Resolution>> MissingAsync(int itemId)
    {
        var fetched = await imports.SeriesAsync(itemId, CancellationToken);
        return [.. Resolution.Windows.Where(resolution => !fetched.Contains(resolution.Seconds))];
    }

    private async Task TryFetchAsync(BackfillRound round, Resolution resolution)
    {
        try
        {
            await FetchAsync(round, resolution);
        }
        catch (UpstreamException exception) when (exception.IsRefusal)
        {
            round.Fail(resolution, exception.Message);
        }
        catch (UpstreamException exception)
        {
            // It would fail for every series and every item.
            Resolution.Windows.ToList().ForEach(each => round.Fail(each, exception.Message));
            backfill.Pause(exception.RetryAfter);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            backfill.Failed(round.ItemId, [resolution], "sent an answer that could not be stored");
            backfill.Pause(null);
            throw;
        }
    }

    private async Task FetchAsync(BackfillRound round, Resolution resolution)
    {
        if (resolution == Resolution.Days && await HasYearOfDaysAsync())
        {
            await imports.MarkSeriesAsync(round.ItemId, resolution.Seconds, clock.GetUtcNow().ToUnixTimeSeconds(), CancellationToken);
            return;
        }

        var series = await upstream.GetSeriesAsync(round.ItemId, resolution.Seconds, CancellationToken);
        var answer = series.Answer;
        var isGutted = FetchRetry.IsGutted(answer.RefusedRows, answer.TotalRows);
        long? fetchedAt = isGutted ? null : clock.GetUtcNow().ToUnixTimeSeconds();
        var stated = Resolution.Windows.Single(width => width.Seconds == series.Seconds);
        await windows.SaveAsync(round.ItemId, stated, answer.Rows, fetchedAt, CancellationToken);
        if (stated != resolution)
        {
            await windows.SaveAsync(round.ItemId, resolution, [], fetchedAt, CancellationToken); // the upstream has no such width
        }

        round.Store(answer.Rows.Count);
        if (isGutted)
        {
            round.Fail(resolution, $"sent {answer.RefusedRows} of {answer.TotalRows} rows that cannot be used");
        }
    }

    // The days of all items are stored as far back as the series of one goes. The newest day may not have arrived yet.
    private async Task<bool> HasYearOfDaysAsync()
    {
        var today = Resolution.Days.WindowOf(clock.GetUtcNow().ToUnixTimeSeconds());
        var from = today - (DaysOfSeries + 1) * (long)Resolution.Days.Seconds;
        return await imports.CountAsync(Resolution.Days.Seconds, from, CancellationToken) >= DaysOfSeries;
    }

    private void GiveUp(BackfillRound round, List<Resolution> missing)
    {
        var problem = backfill.Failed(round.ItemId, missing, round.Reason!);
        Failed(round.ItemId, problem.Reason, problem.NextTry);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stored the past of item {ItemId}: {Windows} windows")]
    private partial void Fetched(int itemId, int windows);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Could not fetch the past of item {ItemId}: the price source {Reason}. Next try {NextTry:u}")]
    private partial void Failed(int itemId, string reason, DateTimeOffset nextTry);
}
