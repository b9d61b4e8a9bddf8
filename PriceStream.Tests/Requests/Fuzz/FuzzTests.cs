using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>
/// Requests that no client should send, over every route and parameter, on bare sockets. PRICESTREAM_FUZZ sets their number (10,000)
/// and PRICESTREAM_FUZZ_SEED another seed.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Usual = 20260101;

    /// <summary>The answer to HTTP/9.9 and its like (RFC 9110, 15.6.6): the only 5xx that is the sender's error.</summary>
    private const string VersionUnknown = "505";

    // How long to wait for the answer to bytes that may be a whole request.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    // Every kind of answer that the requests must meet, or they test too little.
    private static readonly string[] Kinds = ["200", "302", "400", "403", "404", "405", "413", "414", "415", "429", "431"];

    [Fact]
    public async Task A_malformed_request_never_causes_a_server_error()
    {
        var (count, seed) = (Number("PRICESTREAM_FUZZ", 10_000), Number("PRICESTREAM_FUZZ_SEED", Usual));
        // Without limits, because a request that a limit refuses tests nothing.
        await using var app = await AdminClient.StartSiteAsync(
            ("Upstream:Mode", "Demo"), ("Api:PermitsPerMinute", "0"), ("Sse:MaxClients", "1000000"),
            ("Sse:MaxClientsPerAddress", "1000000"), ("Proxy:KnownNetworks", "127.0.0.1"));
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        var generator = await GeneratorAsync(app, seed);
        var outcomes = new ConcurrentDictionary<string, int>();
        var bad = new ConcurrentQueue<string>();

        var options = new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), options, async (number, cancellationToken) =>
        {
            var request = generator.Make(number);
            var outcome = await SendAsync(app.Http.BaseAddress!.Port, request, cancellationToken);
            outcomes.AddOrUpdate(outcome, 1, (_, soFar) => soFar + 1);
            if (outcome is ['5', ..] and not VersionUnknown or "silence")
            {
                bad.Enqueue($"seed {seed}, request {number}: {outcome}\n{request}\n");
            }
        });

        var figures = outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => $"{outcome.Key}: {outcome.Value}");
        output.WriteLine(string.Join(", ", figures));
        Assert.True(bad.IsEmpty, $"{bad.Count} of {count}, the first:\n{string.Join('\n', bad.Take(5))}");
        Assert.Empty(app.Log.All.Where(IsError).Take(5));
        Assert.True(count < 1000 || outcomes.Keys.ToHashSet().IsSupersetOf(Kinds), "not every kind of answer was met");
        await AssertNothingIsLeftAsync(app);
    }

    private static bool IsError(string line) =>
        line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal);

    private static async Task AssertNothingIsLeftAsync(AppFactory app)
    {
        using var ready = await app.Http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        var admission = app.Services.GetRequiredService<StreamAdmission>();
        await Eventually.TrueAsync(() => admission.Clients == 0, "no stream is left");
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text) : usual;

    private static async Task<FuzzGenerator> GeneratorAsync(AppFactory app, int seed)
    {
        var routes = RoutesOf(app);
        Assert.Contains("api/v1/prices/history/{id}", routes);
        using var client = new AdminClient(app);
        var form = (await client.GetAsync("admin/login")).QuerySelector("form.login")!;
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var cookie = string.Join("; ", client.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));
        return new(seed, routes, new Dictionary<string, string> { ["__RequestVerificationToken"] = token }, cookie);
    }

    private static List<string> RoutesOf(AppFactory app)
    {
        var all = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var files = all.Where(IsFile).Select(route => route.RoutePattern.RawText!).Take(4);
        var others = all.Where(route => !IsFile(route)).Select(route => route.RoutePattern.RawText!.Trim('/')).Distinct();
        return [.. others, .. files, "nowhere"];
    }

    private static bool IsFile(RouteEndpoint route) => route.Metadata.Any(data => data.GetType().Name == "StaticAssetDescriptor");

    /// <summary>The status, "closed" for a connection that was closed without one, or "silence".</summary>
    private static async Task<string> SendAsync(int port, FuzzRequest request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(request.Bytes, cancellationToken);
            var status = StatusAsync(stream);
            if (!request.IsWhole && await Task.WhenAny(status, Task.Delay(Moment, TimeProvider.System, cancellationToken)) != status)
            {
                client.Client.Shutdown(SocketShutdown.Send); // otherwise the server waits for the rest
            }

            return await status.WaitAsync(AnswerLimit, cancellationToken);
        }
        catch (TimeoutException)
        {
            return "silence";
        }
        catch (IOException)
        {
            return "closed"; // before the whole request was sent
        }
        catch (SocketException)
        {
            return "closed";
        }
    }

    private static async Task<string> StatusAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && line[9..12] != "100")
            {
                return line[9..12];
            }
        }

        return "closed";
    }
}
