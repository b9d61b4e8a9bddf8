namespace PriceStream.Web.Upstream;

/// <summary>Fetches from the price API, one bulk request at a time. Every failure is an <see cref="UpstreamException"/>.</summary>
public sealed class UpstreamClient(
    HttpClient http, UpstreamVersions versions, UpstreamRefusals refusals, UpstreamPauses pauses, TimeProvider clock)
{
    private delegate T Reading<T>(ReadOnlySpan<byte> json, DateTimeOffset now);

    /// <summary>The catalogue, <c>/mapping</c>.</summary>
    public Task<UpstreamAnswer<UpstreamItem>> GetMappingAsync(CancellationToken cancellationToken) =>
        GetAllAsync("mapping", (json, _) => UpstreamReader.ReadMapping(json), cancellationToken);

    /// <summary>The newest price of every item, <c>/latest</c>, by item id.</summary>
    public Task<UpstreamAnswer<KeyValuePair<int, UpstreamPrice>>> GetLatestAsync(CancellationToken cancellationToken) =>
        GetAllAsync("latest", UpstreamReader.ReadLatest, cancellationToken);

    /// <summary>
    /// What every item traded in one window, <c>/5m</c>, <c>/1h</c> or <c>/24h</c>. Items that did not trade have no row; there may be no
    /// row at all.
    /// </summary>
    /// <param name="width">5m, 1h or 24h.</param>
    /// <param name="seconds">The same in seconds.</param>
    /// <param name="timestamp">
    /// The Unix second at which the window starts; null for the newest that the upstream has, which may still be the previous one.
    /// </param>
    public async Task<UpstreamBulkWindow> GetWindowAsync(string width, int seconds, long? timestamp, CancellationToken cancellationToken)
    {
        var query = timestamp is null ? "" : $"?timestamp={timestamp}";
        var window = await GetAsync(
            versions.Current, width, query, (json, now) => UpstreamReader.ReadWindow(json, seconds, now), cancellationToken);
        refusals.Add(width, width, window.Answer);
        return window;
    }

    /// <summary>The closed windows of one item, <c>/timeseries</c>: up to 365 in version 1, fewer narrow ones in version 2.</summary>
    /// <param name="seconds">The width to ask for: that of 5m, 1h, 6h or 24h. The answer may have another.</param>
    public async Task<UpstreamSeries> GetSeriesAsync(int itemId, int seconds, CancellationToken cancellationToken)
    {
        var endpoint = versions.Current;
        int? assumed = endpoint.Version == 1 ? seconds : null;
        var series = await GetAsync(
            endpoint, "timeseries", $"?id={itemId}&{UpstreamWidths.Query(endpoint.Version, seconds)}",
            (json, now) => UpstreamReader.ReadSeries(json, assumed, now), cancellationToken);
        refusals.Add("timeseries", $"timeseries of item {itemId}", series.Answer);
        return series;
    }

    /// <summary>Fetches all rows of a route that every version has. Only such a route shows that a version has been retired.</summary>
    private async Task<UpstreamAnswer<T>> GetAllAsync<T>(
        string route, Reading<UpstreamAnswer<T>> read, CancellationToken cancellationToken)
    {
        var current = versions.Current;
        try
        {
            return await GetRowsAsync(current, route, read, cancellationToken);
        }
        catch (UpstreamException gone) when (gone.IsGone && versions.Other is { } other)
        {
            try
            {
                var answer = await GetRowsAsync(other, route, read, cancellationToken);
                versions.Keep(other, gone.Message);
                return answer;
            }
            catch (UpstreamException)
            {
                throw gone; // neither version answers
            }
        }
    }

    private async Task<UpstreamAnswer<T>> GetRowsAsync<T>(
        UpstreamEndpoint endpoint, string route, Reading<UpstreamAnswer<T>> read, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(endpoint, route, "", read, cancellationToken);
        refusals.Add(route, route, answer);
        return answer.Rows.Count > 0 ? answer : throw new UpstreamException("sent no usable row");
    }

    private async Task<T> GetAsync<T>(
        UpstreamEndpoint endpoint, string route, string query, Reading<T> read, CancellationToken cancellationToken)
    {
        pauses.ThrowIfPaused(route);
        try
        {
            using var response = await http.GetAsync(new Uri(endpoint.Address, route + query), cancellationToken);
            UpstreamResponses.Check(response, clock);
            pauses.End(route);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return read(UpstreamBody.ToUtf8(body, response.Content.Headers.ContentType?.CharSet).Span, Later(response.Headers.Date));
        }
        catch (UpstreamException asked) when (asked.RetryAfter > TimeSpan.Zero)
        {
            pauses.Begin(route, asked.Message, asked.RetryAfter.Value);
            throw;
        }
        catch (Exception error) when (UpstreamResponses.Reason(error) is { } reason && !cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(reason, error);
        }
    }

    // The later clock counts: a site whose own clock is slow must not refuse the newest prices.
    private DateTimeOffset Later(DateTimeOffset? date)
    {
        var now = clock.GetUtcNow();
        return date > now ? date.Value : now;
    }
}
