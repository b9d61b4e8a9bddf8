using System.Net;
using System.Net.ServerSentEvents;

namespace PriceStream.Tests.Support;

/// <summary>Reads a stream as a browser does. Every wait has a limit.</summary>
internal sealed class SseReader : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage response;
    private readonly SseParser<string> parser;
    private readonly IAsyncEnumerator<SseItem<string>> items;

    private SseReader(HttpResponseMessage response, Stream body)
    {
        this.response = response;
        parser = SseParser.Create(body);
        items = parser.EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpStatusCode Status => response.StatusCode;
    public HttpResponseMessage Response => response;
    public TimeSpan Retry => parser.ReconnectionInterval;

    public static async Task<SseReader> OpenAsync(HttpClient http, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/prices/stream" + query)
        {
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Opens a stream and reads <c>connected</c>: from here on it gets every message.</summary>
    public static async Task<SseReader> ConnectAsync(HttpClient http, string query = "", string? lastEventId = null)
    {
        var reader = await OpenAsync(http, query, lastEventId);
        Assert.Equal("connected", (await reader.NextAsync()).Name);
        return reader;
    }

    /// <summary>The next event, or a failure when the stream has ended.</summary>
    public async Task<SseEvent> NextAsync() =>
        await items.MoveNextAsync().AsTask().WaitAsync(Limit)
            ? new(items.Current.EventType, items.Current.Data, parser.LastEventId)
            : throw new InvalidOperationException("The stream has ended");

    /// <summary>The next event of that name; others are skipped.</summary>
    public async Task<SseEvent> NextAsync(string name)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.Name == name)
            {
                return next;
            }
        }
    }

    /// <summary>The events up to, and without, the next of that name.</summary>
    public async Task<List<SseEvent>> UntilAsync(string name)
    {
        var events = new List<SseEvent>();
        while (true)
        {
            var next = await NextAsync();
            if (next.Name == name)
            {
                return events;
            }

            events.Add(next);
        }
    }

    public async Task<IReadOnlyList<SseEvent>> UntilEndAsync()
    {
        var events = new List<SseEvent>();
        while (await items.MoveNextAsync().AsTask().WaitAsync(Limit))
        {
            events.Add(new(items.Current.EventType, items.Current.Data, parser.LastEventId));
        }

        return events;
    }

    public async Task<bool> HasEndedAsync() => !await items.MoveNextAsync().AsTask().WaitAsync(Limit);

    public async ValueTask DisposeAsync()
    {
        await items.DisposeAsync();
        response.Dispose();
    }
}
