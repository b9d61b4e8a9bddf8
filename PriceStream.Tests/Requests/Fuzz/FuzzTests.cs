using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Requests.Fuzz;

/// <summary>
/// Requests that nobody should send, over every route and parameter, on bare sockets. PRICESTREAM_FUZZ is how many (10,000), and
/// PRICESTREAM_FUZZ_SEED another seed than the usual one.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Usual = 20260101;

    /// <summary>What the protocol has for HTTP/9.9 and its like (RFC 9110, 15.6.6): the one answer of this class that is the sender's fault.</summary>
    private const string VersionUnknown = "505";

    // How long something that may be a whole request is given to be answered.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Ten_thousand_malformed_requests_are_the_senders_fault_and_never_the_servers()
    {
        var (count, seed) = (Number("PRICESTREAM_FUZZ", 10_000), Number("PRICESTREAM_FUZZ_SEED", Usual));
        // No limit is in the way: what is refused unseen is not tested.
        await using var app = await AdminClient.StartSiteAsync(null,
            ("Upstream:Mode", "Demo"), ("Api:PermitsPerMinute", "0"), ("Sse:MaxClients", "1000000"), ("Sse:MaxClientsPerAddress", "1000000"), ("Proxy:KnownNetworks", "127.0.0.1"));
        await app.RefreshCatalogueAsync();
        await app.PollAsync();
        var generator = await GeneratorAsync(app, seed);
        var outcomes = new ConcurrentDictionary<string, int>();
        var bad = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (number, cancellationToken) =>
        {
            var request = generator.Make(number);
            var outcome = await SendAsync(app.Http.BaseAddress!.Port, request, cancellationToken);
            outcomes.AddOrUpdate(outcome, 1, (_, soFar) => soFar + 1);
            if (outcome is ['5', ..] and not VersionUnknown or "silence")
            {
                bad.Enqueue($"seed {seed}, request {number}: {outcome}\n{request}\n");
            }
        });

        output.WriteLine(string.Join(", ", outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => $"{outcome.Key}: {outcome.Value}")));
        Assert.True(bad.IsEmpty, $"{bad.Count} of {count}, the first:\n{string.Join('\n', bad.Take(5))}");
        Assert.Empty(app.Log.All.Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)).Take(5));
        Assert.True(count < 1000 || outcomes.Keys.ToHashSet().IsSupersetOf(["200", "302", "400", "403", "404", "405", "413", "414", "415", "429", "431"]), "not every kind of answer was met");

        // And nothing of it is left.
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<PriceStream.Web.Streaming.Admission.StreamAdmission>().Clients == 0, "no stream is left");
    }

    private static int Number(string variable, int usual) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text) : usual;

    private static async Task<FuzzGenerator> GeneratorAsync(AppFactory app, int seed)
    {
        var all = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var files = all.Where(route => route.Metadata.Any(data => data.GetType().Name == "StaticAssetDescriptor")).Select(route => route.RoutePattern.RawText!).Take(4);
        var routes = all.Where(route => route.Metadata.All(data => data.GetType().Name != "StaticAssetDescriptor")).Select(route => route.RoutePattern.RawText!.Trim('/')).Distinct().Concat(files).Append("nowhere").ToList();
        Assert.Contains("api/v1/prices/history/{id}", routes);
        using var client = new AdminClient(app);
        var form = (await client.GetAsync("admin/login")).QuerySelector("form.login")!;
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return new(seed, routes, new Dictionary<string, string> { ["__RequestVerificationToken"] = token }, string.Join("; ", client.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
    }

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
                client.Client.Shutdown(SocketShutdown.Send); // the server waits for the rest, and there is none
            }

            return await status.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return "silence";
        }
        catch (IOException)
        {
            return "closed"; // before all was sent
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
