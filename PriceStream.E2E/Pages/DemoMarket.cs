using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PriceStream.E2E.Pages;

/// <summary>Controls the demo market of a running site through <c>/demo/control</c>. Needs only the site's address.</summary>
public sealed class DemoMarket(HttpClient http)
{
    private static readonly Uri Control = new("demo/control", UriKind.Relative);

    /// <summary>The market's time, Unix seconds.</summary>
    public async Task<long> TimeAsync() => (long)(await http.GetFromJsonAsync<JsonNode>(Control))!["market_time"]!;

    /// <summary>Stops the market's time and every poll except those of a step.</summary>
    public Task HoldAsync() => SendAsync(new() { ["manual"] = true });

    /// <summary>Lets the market's time run and the site poll on schedule.</summary>
    public Task ReleaseAsync() => SendAsync(new() { ["manual"] = false });

    /// <summary>
    /// Forgets all prices that were set, ends every fault, holds or releases the market as it was at the site's start, and polls. The
    /// market's time stays, and so does what the site has stored.
    /// </summary>
    public Task ResetAsync() => SendAsync(new() { ["reset"] = true });

    /// <summary>Moves the market's time on and polls. Returns when the poll has been published or has failed.</summary>
    /// <returns>The poll's <c>ok</c>, <c>reason</c> and <c>last_event_id</c>.</returns>
    public async Task<JsonNode> StepAsync(int seconds = 1) => (await SendAsync(new() { ["step"] = seconds }))["poll"]!;

    /// <summary>Moves the market's time on without a poll.</summary>
    public Task MoveClockAsync(int seconds) => SendAsync(new() { ["move"] = seconds });

    /// <summary>
    /// Trades an item now, and at no other price until <see cref="ClearAsync"/> or <see cref="ResetAsync"/>. The next poll publishes it.
    /// </summary>
    public Task SetAsync(int item, int? high = null, int? low = null) => SendAsync(new() { ["set"] = Prices(item, high, low) });

    /// <summary>Moves the market's time on, trades an item then, and polls. Returns when that poll is published or has failed.</summary>
    /// <param name="after">Seconds.</param>
    public async Task<JsonNode> TradeAsync(int item, int? high = null, int? low = null, int after = 1) =>
        (await SendAsync(new() { ["step"] = after, ["set"] = Prices(item, high, low) }))["poll"]!;

    /// <summary>
    /// Moves the market's time on to where the next bucket starts, trades an item there, and polls. The bucket has no other trade of the
    /// item unless the test makes one. Its point on the chart then has exactly this price; it is drawn once a later bucket has started.
    /// </summary>
    /// <param name="bucketSeconds">The width of a bucket: 60 with the period 1h, 300 with 24h.</param>
    /// <returns>When the bucket starts, which is also the time of the trade, in Unix seconds.</returns>
    public async Task<long> TradeInOwnBucketAsync(int item, int? high = null, int? low = null, int bucketSeconds = 60)
    {
        await TradeAsync(item, high, low, after: await SecondsToNextAsync(bucketSeconds));
        return await TimeAsync();
    }

    /// <summary>Steps to where the next bucket of that width starts.</summary>
    public async Task StepToNextBucketAsync(int bucketSeconds = 60) => await StepAsync(await SecondsToNextAsync(bucketSeconds));

    /// <summary>Lets every item follow the market again.</summary>
    public Task ClearAsync() => SendAsync(new() { ["clear"] = true });

    /// <summary>Makes the upstream fail until <see cref="EndFaultAsync"/>, or for a number of requests.</summary>
    /// <param name="kind">500, 503, 429, 404, hang, slow, reset, truncate, garbage, html or empty.</param>
    /// <param name="path">Only requests for mapping, latest, 5m, 1h or timeseries fail; null: all requests.</param>
    /// <param name="count">How many requests fail. One poll makes up to three.</param>
    /// <param name="milliseconds">How long a request waits before it fails.</param>
    public Task FailAsync(string kind, string? path = null, int? count = null, int? milliseconds = null) =>
        SendAsync(Known(("fault", kind), ("path", path), ("count", count), ("ms", milliseconds)));

    /// <summary>Lets the upstream answer again.</summary>
    public Task EndFaultAsync() => SendAsync(new() { ["fault"] = "off" });

    /// <summary>Sends any command that <c>/demo/control</c> takes, and returns the market's state after it.</summary>
    public async Task<JsonNode> SendAsync(JsonObject command)
    {
        using var answer = await http.PostAsJsonAsync(Control, command);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new HttpRequestException($"{(int)answer.StatusCode}: {text}", inner: null, answer.StatusCode);
    }

    private async Task<int> SecondsToNextAsync(int bucketSeconds) => bucketSeconds - (int)(await TimeAsync() % bucketSeconds);

    private static JsonObject Prices(int item, int? high, int? low) => new() { [$"{item}"] = Known(("high", high), ("low", low)) };

    private static JsonObject Known(params (string Name, JsonNode? Value)[] fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
