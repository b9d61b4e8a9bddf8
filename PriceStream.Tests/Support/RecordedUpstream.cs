using System.Net.Http.Json;
using System.Text.Json;

namespace PriceStream.Tests.Support;

/// <summary>
/// A price API that replays recorded answers, in a process of its own. Its clock stands still, so a path has the same answer each time,
/// however slow the machine is. The recordings are not part of this repository. Without them, the test is skipped.
/// </summary>
internal sealed class RecordedUpstream : IAsyncDisposable
{
    /// <summary>The time of its clock, in Unix seconds.</summary>
    public const long Now = FakeUpstream.Start + 1234;

    // The Date header would show the real time. Without it, the site uses its own clock.
    private static readonly string StoppedClock = "data:text/javascript," + Uri.EscapeDataString($$"""
        import http from 'node:http';
        Date.now = () => {{Now}}000;
        Object.defineProperty(http.ServerResponse.prototype, 'sendDate', { get: () => false, set() {} });
        """);

    private readonly LoggedProcess process;
    private readonly HttpClient http;

    private RecordedUpstream(LoggedProcess process, int port)
    {
        this.process = process;
        http = new() { BaseAddress = new($"http://127.0.0.1:{port}/") };
    }

    /// <summary>Starts at the first of the recorded prices.</summary>
    /// <param name="versions">The versions of the API that answer: 1, 2 or both.</param>
    public static async Task<RecordedUpstream> StartAsync(string versions)
    {
        var script = Path.GetFullPath(Repository.PathOf("../shared/tools/upstream-replay.mjs"));
        Assert.SkipUnless(File.Exists(script), "the recorded answers are not beside this clone");
        var port = BreakableSite.FreePort();
        string[] command = ["node", "--import", StoppedClock, script, "--api", versions, "--tick", "manual", "--port", $"{port}"];
        var upstream = new RecordedUpstream(LoggedProcess.Start(command, new Dictionary<string, string>()), port);
        while (!upstream.process.HasEnded && !upstream.process.Log.Contains("replaying", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.False(upstream.process.HasEnded, "The replay ended: " + upstream.process.Log);
        return upstream;
    }

    public string AddressOf(int version) => $"{http.BaseAddress}api/v{version}/osrs/";

    /// <summary>Goes on to the next of the recorded prices.</summary>
    public Task StepAsync() => ControlAsync(new { step = 1 });

    /// <param name="versions">The versions that answer from now on: 1, 2 or both.</param>
    public Task AnswerAsync(string versions) => ControlAsync(new { api = versions });

    /// <summary>The requests that it has answered with success, in order.</summary>
    public async Task<List<RecordedRequest>> RequestsAsync()
    {
        using var answer = await ReadAsync("control/requests");
        return
        [
            .. from request in answer.RootElement.EnumerateArray()
               where request.GetProperty("outcome").GetString() == "ok"
               select new RecordedRequest(
                   request.GetProperty("api").GetString()!,
                   request.GetProperty("route").GetString()!,
                   request.GetProperty("query").GetString()!),
        ];
    }

    public async Task<JsonDocument> ReadAsync(string path)
    {
        await using var answer = await http.GetStreamAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await JsonDocument.ParseAsync(answer, default, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (!process.HasEnded)
        {
            await process.KillAsync();
        }

        process.Dispose();
    }

    private async Task ControlAsync<T>(T command)
    {
        using var answer = await http.PostAsJsonAsync("control", command, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
