using System.Diagnostics;
using System.Globalization;

namespace PriceStream.Benchmarks.Streams;

/// <summary>The built site as a process of its own, on an empty database.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-bench-").FullName;
    private readonly (string Key, string Value)[] settings;
    private readonly string dll;
    private Process process = null!;

    private Site(string? dll, (string Key, string Value)[] settings)
    {
        this.dll = dll is null ? Path.Combine(AppContext.BaseDirectory, "PriceStream.Web.dll") : Path.GetFullPath(dll);
        this.settings = settings;
        Http = new() { BaseAddress = new($"http://127.0.0.1:{Port}/"), Timeout = TimeSpan.FromSeconds(10) };
    }

    public int Port { get; } = Contender.FreePort();
    public HttpClient Http { get; }

    public static Task<Site> StartAsync(params (string Key, string Value)[] settings) => StartAsync(dll: null, settings);

    /// <param name="dll">A built or published PriceStream.Web.dll; null for the one built beside this program.</param>
    public static async Task<Site> StartAsync(string? dll, params (string Key, string Value)[] settings)
    {
        var site = new Site(dll, settings);
        await site.StartAsync();
        return site;
    }

    public ProcessCost Cost() => ProcessCost.Of(process.Id);

    public async Task KillAndStartAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        await StartAsync();
    }

    /// <summary>Stops it as a service manager does. Returns how long that took.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>A metric's sum over all of its tags.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await Http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        return text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        Http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [dll, "--urls", $"http://127.0.0.1:{Port}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(dll),
            Environment =
            {
                ["ConnectionStrings__PriceStream"] = $"Data Source={folder}/prices.db",
                ["Api__PermitsPerMinute"] = "0",
                ["Sse__MaxClients"] = "50000",
                ["Sse__MaxClientsPerAddress"] = "2000",
            },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await UntilItAnswersAsync();
    }

    private async Task UntilItAnswersAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri("api/v1/prices/current/4151", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
