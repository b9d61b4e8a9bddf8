using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PriceStream.Benchmarks;

/// <summary>
/// The application in a process of its own, on a copy of the seeded file or on a seeded PostgreSQL database, with
/// <see cref="StartupHook"/> in it.
/// </summary>
internal sealed class HistoryServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<double[]>> waiting = new();
    private readonly ConcurrentQueue<string> log = new();
    private int commands;

    private HistoryServer(Process process, string folder, IPEndPoint address)
    {
        (this.process, this.folder, Address) = (process, folder, address);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IPEndPoint Address { get; }

    public TimeSpan Cpu => process.TotalProcessorTime;

    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    public static async Task<HistoryServer> StartAsync(string dll, string seeded, string source)
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-bench-").FullName;
        var database = BenchmarkApp.IsFile(seeded) ? Copy(seeded, folder) : seeded;
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var process = Process.Start(new ProcessStartInfo("dotnet", [dll, "--urls", $"http://{address}"])
        {
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
                ["ConnectionStrings__PriceStream"] = database,
                ["Upstream__BaseAddress"] = source,
                ["Api__PermitsPerMinute"] = "0", // all requests come from one address
                ["Upstream__BackfillDays"] = "0", // nothing else may be fetched meanwhile
                ["Upstream__PollSeconds"] = "86400", // the run itself starts the polls that it measures
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(dll),
        })!;
        var server = new HistoryServer(process, folder, address);
        await server.UntilReadyAsync();
        return server;
    }

    /// <summary>Sends a command to the server and returns the numbers in its response.</summary>
    public async Task<double[]> RunAsync(string command)
    {
        var number = Interlocked.Increment(ref commands);
        var answer = waiting[number] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (process)
        {
            process.StandardInput.WriteLine($"{number} {command}");
            process.StandardInput.Flush();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Copy(string seeded, string folder)
    {
        var file = Path.Combine(folder, "prices.db");
        File.Copy(seeded, file);
        using var copy = File.OpenWrite(file);
        copy.Flush(flushToDisk: true); // so that the server's own flushes do not wait for this
        return $"Data Source={file}";
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (!line.StartsWith(StartupHook.Answer, StringComparison.Ordinal))
        {
            log.Enqueue(line);
            return;
        }

        var parts = line[StartupHook.Answer.Length..].Split(' ');
        if (waiting.TryRemove(int.Parse(parts[0], CultureInfo.InvariantCulture), out var answer))
        {
            var numbers = parts[1..]
                .Select(part => double.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)
                .ToArray();
            _ = numbers.Any(double.IsNaN)
                ? answer.TrySetException(new InvalidOperationException(string.Join('\n', [line, .. log.TakeLast(20)])))
                : answer.TrySetResult(numbers);
        }
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = new($"http://{Address}/") };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started).TotalMinutes > 1)
            {
                throw new InvalidOperationException("The server did not start:\n" + string.Join('\n', log));
            }

            try
            {
                using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
