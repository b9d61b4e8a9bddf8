using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PriceStream.E2E.Pages;

/// <summary>Controls the demo market of a running site through <c>/demo/control</c>. Needs only the site's address.</summary>
public sealed class DemoMarket(HttpClient http)
{
    private static readonly Uri Control = new("demo/control", UriKind.Relative);

    /// <summary>The market's time, Unix seconds.</summary>
    public async Task<long> TimeAsync() => (long)(await http.GetFromJsonAsync<JsonNode>(Control))!["market_time"]!;

    /// <summary>From here on the market stands and is not polled, but by <see cref="StepAsync"/>; or it goes on by itself again.</summary>
    public Task<JsonNode> ManualAsync(bool manual = true) => DoAsync(new() { ["manual"] = manual });

    /// <summary>Moves the market's time on and polls it. All that the poll brings has been published when it returns.</summary>
    /// <returns>What became of the poll: <c>ok</c>, <c>reason</c>, <c>last_event_id</c>.</returns>
    public async Task<JsonNode> StepAsync(int seconds = 1) => (await DoAsync(new() { ["step"] = seconds }))["poll"]!;

    /// <summary>Moves the market's time on; the next poll tells.</summary>
    public Task<JsonNode> MoveClockAsync(int seconds) => DoAsync(new() { ["move"] = seconds });

    /// <summary>An item trades now at this price, and at no other until <see cref="ClearAsync"/>. The next poll tells.</summary>
    public Task<JsonNode> SetAsync(int item, int? high = null, int? low = null) => DoAsync(new() { ["set"] = Prices(item, high, low) });

    /// <summary>The market's time moves on, an item trades then at this price, and the market is polled.</summary>
    public async Task<JsonNode> TradeAsync(int item, int? high = null, int? low = null, int after = 1) =>
        (await DoAsync(new() { ["step"] = after, ["set"] = Prices(item, high, low) }))["poll"]!;

    /// <summary>Steps to the next whole multiple of so many seconds: where a bucket of that width begins.</summary>
    public async Task StepToAsync(int multiple) => await StepAsync(multiple - (int)(await TimeAsync() % multiple));

    /// <summary>The items that were set follow the market again.</summary>
    public Task<JsonNode> ClearAsync() => DoAsync(new() { ["clear"] = true });

    /// <summary>The source misbehaves, at every question or as far as it is told.</summary>
    /// <param name="kind">500, 503, 429, 404, hang, slow, reset, truncate, garbage, html or empty.</param>
    /// <param name="path">Only at questions for mapping, latest, 5m, 1h or timeseries.</param>
    /// <param name="count">Only so many times. The site asks up to three times before it gives a poll up.</param>
    /// <param name="milliseconds">After so long.</param>
    public Task<JsonNode> FaultAsync(string kind, string? path = null, int? count = null, int? milliseconds = null) =>
        DoAsync(Known(("fault", kind), ("path", path), ("count", count), ("ms", milliseconds)));

    /// <summary>The source behaves again.</summary>
    public Task<JsonNode> NoFaultAsync() => DoAsync(new() { ["fault"] = "off" });

    /// <summary>Any command, as <c>/demo/control</c> takes it; gives how the market stands then.</summary>
    public async Task<JsonNode> DoAsync(JsonObject command)
    {
        using var answer = await http.PostAsJsonAsync(Control, command);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new HttpRequestException($"{(int)answer.StatusCode}: {text}", null, answer.StatusCode);
    }

    private static JsonObject Prices(int item, int? high, int? low) => new() { [$"{item}"] = Known(("high", high), ("low", low)) };

    private static JsonObject Known(params (string Name, JsonNode? Value)[] fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
