using System.Net;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace PriceStream.Web.Upstream;

/// <summary>Fetches from the price API, one bulk request at a time. Every failure is an <see cref="UpstreamException"/>.</summary>
public sealed partial class UpstreamClient(HttpClient http, TimeProvider clock, ILogger<UpstreamClient> logger)
{
    /// <summary>The catalogue, <c>/mapping</c>.</summary>
    public async Task<UpstreamAnswer<UpstreamItem>> GetMappingAsync(CancellationToken cancellationToken) =>
        Counted("mapping", UpstreamReader.ReadMapping((await GetAsync("mapping", cancellationToken)).Body));

    /// <summary>The newest price of every item, <c>/latest</c>, by item id.</summary>
    public async Task<UpstreamAnswer<KeyValuePair<int, UpstreamPrice>>> GetLatestAsync(CancellationToken cancellationToken)
    {
        var (body, date) = await GetAsync("latest", cancellationToken);
        return Counted("latest", UpstreamReader.ReadLatest(body, Latest(date)));
    }

    /// <summary>
    /// What every item traded in one window, <c>/5m</c> or <c>/1h</c>. Items that did not trade have no row; there may be no row at all.
    /// </summary>
    /// <param name="width">5m or 1h.</param>
    /// <param name="seconds">The same in seconds.</param>
    /// <param name="timestamp">
    /// The Unix second at which the window starts; null for the newest that the upstream has, which may still be the one before the last.
    /// </param>
    public async Task<UpstreamBulkWindow> GetWindowAsync(string width, int seconds, long? timestamp, CancellationToken cancellationToken)
    {
        var (body, date) = await GetAsync(timestamp is null ? width : $"{width}?timestamp={timestamp}", cancellationToken);
        var window = UpstreamReader.ReadWindow(body, seconds, Latest(date));
        Warn(width, window.Answer);
        return window;
    }

    /// <summary>Up to 365 closed windows of one item, <c>/timeseries</c>, ascending. There may be none.</summary>
    /// <param name="width">5m, 1h, 6h or 24h.</param>
    /// <param name="seconds">The same in seconds.</param>
    public async Task<UpstreamSeries> GetSeriesAsync(
        int itemId, string width, int seconds, CancellationToken cancellationToken)
    {
        var (body, date) = await GetAsync($"timeseries?id={itemId}&timestep={width}", cancellationToken);
        var answer = UpstreamReader.ReadSeries(body, seconds, Latest(date));
        Warn($"timeseries of item {itemId}", answer);
        return new(seconds, answer);
    }

    // The later clock counts: a site whose own clock is slow must not refuse the newest prices.
    private DateTimeOffset Latest(DateTimeOffset? date)
    {
        var now = clock.GetUtcNow();
        return date > now ? date.Value : now;
    }

    private UpstreamAnswer<T> Counted<T>(string path, UpstreamAnswer<T> answer)
    {
        Warn(path, answer);
        return answer.Rows.Count > 0 ? answer : throw new UpstreamException("sent no usable row");
    }

    private void Warn<T>(string path, UpstreamAnswer<T> answer)
    {
        if (answer.Refused > 0)
        {
            RowsRefused(path, answer.Refused, answer.Refused + answer.Rows.Count, answer.FirstRefusal);
        }
    }

    private async Task<(byte[] Body, DateTimeOffset? Date)> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            Check(response);
            return (await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Headers.Date);
        }
        catch (Exception error) when (Reason(error) is { } reason && !cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(reason, error);
        }
    }

    private void Check(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            var retryAfter = response.Headers.RetryAfter;
            throw new UpstreamException(
                $"answered {(int)response.StatusCode}",
                retryAfter: retryAfter?.Delta ?? retryAfter?.Date - clock.GetUtcNow(),
                isRefusal: response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone);
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is not "application/json")
        {
            throw new UpstreamException($"answered {type ?? "without a content type"} instead of JSON");
        }
    }

    private static string? Reason(Exception error) => error switch
    {
        UpstreamTooLargeException tooLarge => tooLarge.Message,
        TimeoutRejectedException timeout => $"did not answer within {timeout.Timeout.TotalSeconds:0} s",
        BrokenCircuitException => "failed several times in a row and is given a short pause",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "could not be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "refuses the connection",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "failed the TLS handshake",
        HttpRequestException or IOException => "closed the connection early",
        OperationCanceledException => "did not answer in time",
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused {Refused} of {Total} rows of /{Path}; the first: {First}")]
    private partial void RowsRefused(string path, int refused, int total, string? first);
}
