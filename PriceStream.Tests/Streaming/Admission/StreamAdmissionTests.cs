using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Tests.Streaming.Admission;

/// <summary>Which streams are admitted, through the whole application.</summary>
public sealed class StreamAdmissionTests
{
    [Fact]
    public async Task The_limit_holds_when_many_clients_connect_at_once_and_an_ended_stream_frees_a_place()
    {
        await using var app = await AppFactory.StartAsync(("Sse:MaxClients", "5"));

        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SseReader.OpenAsync(app.Http)));
        var refused = all.Where(stream => stream.Status != HttpStatusCode.OK).ToList();

        Assert.Equal(35, refused.Count);
        Assert.All(refused, stream => Assert.Equal(HttpStatusCode.ServiceUnavailable, stream.Status));
        Assert.True(IsEventStream(refused[0]));
        Assert.NotNull(refused[0].Response.Headers.RetryAfter);
        foreach (var stream in refused)
        {
            Assert.Equal("capacity", Assert.Single(await stream.UntilEndAsync()).Name);
        }

        Assert.True(refused.Select(stream => stream.Retry).Distinct().Count() > 10, "the retries are jittered");

        foreach (var stream in all)
        {
            await stream.DisposeAsync();
        }

        await Eventually.TrueAsync(() => app.Services.GetRequiredService<StreamAdmission>().Clients == 0, "every stream has left");
        await using var next = await SseReader.OpenAsync(app.Http);
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }

    [Fact]
    public async Task An_address_gets_only_its_share_of_the_streams()
    {
        await using var app = await AppFactory.StartAsync(("Sse:MaxClientsPerAddress", "20"));
        var admission = app.Services.GetRequiredService<StreamAdmission>();

        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SseReader.OpenAsync(app.Http)));

        Assert.Equal(20, all.Count(stream => stream.Status == HttpStatusCode.OK));
        Assert.Equal("capacity", (await all.First(stream => stream.Status != HttpStatusCode.OK).NextAsync()).Name);
        foreach (var stream in all)
        {
            await stream.DisposeAsync();
        }

        await Eventually.TrueAsync(() => admission is { Clients: 0, Addresses: 0 }, "every stream has left");
    }

    [Fact]
    public async Task A_client_that_reconnects_in_a_loop_has_to_wait_even_when_there_is_room()
    {
        await using var app = await AppFactory.StartAsync(("Sse:MaxClientsPerAddress", "2"));
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await using var stream = await SseReader.ConnectAsync(app.Http);
            await stream.DisposeAsync();
            await Eventually.TrueAsync(() => app.Services.GetRequiredService<StreamAdmission>().Clients == 0, "the stream has left");
        }

        var refused = new List<SseReader>();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            refused.Add(await SseReader.OpenAsync(app.Http));
            await refused[^1].DisposeAsync();
        }

        Assert.Contains(refused, stream => stream.Status == HttpStatusCode.ServiceUnavailable && IsEventStream(stream));
        using var page = await app.Http.GetAsync(new Uri("api/v1/prices/current", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::1", "127.0.0.1", false)]
    public void Addresses_in_the_same_IPv6_network_count_as_one(string one, string other, bool same) =>
        Assert.Equal(same, ClientAddress.Of(IPAddress.Parse(one)) == ClientAddress.Of(IPAddress.Parse(other)));

    [Fact]
    public async Task Many_clients_that_connect_and_reset_at_once_leave_nothing_behind()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Sse:MaxClientsPerAddress", "1000"));
        var admission = app.Services.GetRequiredService<StreamAdmission>();
        await Parallel.ForAsync(0, 1000, TestContext.Current.CancellationToken, async (number, cancellationToken) =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.LingerState = new(true, 0); // closes with a reset
            await socket.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port, cancellationToken);
            var request = $"GET /api/v1/prices/stream?items={1 + number} HTTP/1.1\r\nHost: localhost\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        });
        await app.PollAsync();

        await Eventually.TrueAsync(() => admission is { Clients: 0, Addresses: 0 }, "every stream has left");
        await using var next = await SseReader.ConnectAsync(app.Http);
    }

    private static bool IsEventStream(SseReader stream) => stream.Response.Content.Headers.ContentType?.MediaType == "text/event-stream";
}
