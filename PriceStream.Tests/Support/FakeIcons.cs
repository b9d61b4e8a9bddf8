using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PriceStream.Tests.Support;

/// <summary>A source of pictures on a socket of its own, which answers as the test arranges. It has every picture, the same one.</summary>
internal sealed class FakeIcons : IAsyncDisposable
{
    /// <summary>One transparent pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    public static readonly byte[] Gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, (byte)';'];

    public static readonly byte[] Webp = [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBP"u8];

    private readonly CancellationTokenSource closing = new();
    private readonly WebApplication server;
    private int answering;

    private FakeIcons(WebApplication server) => this.server = server;

    public string Address => $"{server.Urls.Single()}/images/";

    /// <summary>The names of the files requested, and who requested them.</summary>
    public ConcurrentQueue<(string File, string UserAgent)> Requests { get; } = new();

    /// <summary>Requests that have no answer yet.</summary>
    public int Answering => Volatile.Read(ref answering);

    public Func<HttpContext, Task> Answer { get; set; } = Sends(Png, "image/png");

    public static async Task<FakeIcons> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var icons = new FakeIcons(builder.Build());
        icons.server.MapGet("/images/{file}", icons.AnswerAsync);
        await icons.server.StartAsync();
        return icons;
    }

    public static Func<HttpContext, Task> Sends(byte[] body, string? contentType, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.Body.WriteAsync(body).AsTask();
    };

    /// <summary>Never answers, until the test ends.</summary>
    public async Task HangAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
    }

    /// <summary>Refuses connections from now on.</summary>
    public Task StopAsync() => server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await server.DisposeAsync();
        closing.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, string file)
    {
        Requests.Enqueue((file, context.Request.Headers.UserAgent.ToString()));
        Interlocked.Increment(ref answering);
        try
        {
            await Answer(context);
        }
        catch (OperationCanceledException)
        {
            // The site or the test has ended it.
        }
        finally
        {
            Interlocked.Decrement(ref answering);
        }
    }
}
