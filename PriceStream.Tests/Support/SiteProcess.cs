using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace PriceStream.Tests.Support;

/// <summary>The built site as a process with a database folder of its own, in Demo mode unless the settings say otherwise.</summary>
internal sealed partial class SiteProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly string? folder;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private SiteProcess(ProcessStartInfo start, string? folder)
    {
        this.folder = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = new() { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => listening.TrySetException(
            new InvalidOperationException("The site ended before it listened: " + string.Join('\n', lines)));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "PriceStream.Web.dll");

    public Uri Address { get; private set; } = null!;
    public HttpClient Http { get; private set; } = null!;

    /// <summary>What it has logged.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>The process id of the site itself, even if a wrapper started it.</summary>
    public int Id
    {
        get
        {
            var id = process.Id;
            while (File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var child, ..])
            {
                id = int.Parse(child, CultureInfo.InvariantCulture);
            }

            return id;
        }
    }

    /// <summary>Starts the program with its own files, a database in that folder and a free port, and without an upstream mode.</summary>
    public static ProcessStartInfo Info(string folder) => new("dotnet", [Dll, "--contentRoot", Repository.WebFolder])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["ConnectionStrings__PriceStream"] = $"Data Source={folder}/prices.db",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        },
    };

    public static Task<SiteProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        var start = Info(folder);
        start.Environment["Upstream__Mode"] = "Demo";
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        DatabaseTemplate.CopyTo(folder, isDemo: start.Environment["Upstream__Mode"] == "Demo");
        return StartAsync(start, folder);
    }

    /// <param name="folder">Deleted at the end.</param>
    public static async Task<SiteProcess> StartAsync(ProcessStartInfo start, string? folder = null)
    {
        var site = new SiteProcess(start, folder);
        site.Address = await site.listening.Task.WaitAsync(Timeout);
        site.Http = new() { BaseAddress = site.Address };
        return site;
    }

    /// <summary>Asks it to stop. Returns its exit code, and how long it took.</summary>
    public async Task<(int Code, TimeSpan Time)> StopAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await RunAsync("kill", ["-TERM", $"{Id}"]);
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return (process.ExitCode, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Kills it.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until the API returns a price.</summary>
    public Task HasPricesAsync() => Eventually.TrueAsync(
        async () => (await Http.GetStringAsync(new Uri("api/v1/prices/current?items=4151", UriKind.Relative)))
            .Contains("\"item_id\":4151", StringComparison.Ordinal),
        "the site has prices");

    /// <summary>Runs another process. Returns its exit code and all of its output.</summary>
    public static async Task<(int Code, string Output)> RunAsync(
        string program, string[] arguments, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var (code, output, error) = await RunAsync(start);
        return (code, output + error);
    }

    /// <summary>Runs a process to its end. Returns standard output and standard error separately.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Timeout);
        }
        finally
        {
            process.Kill(entireProcessTree: true); // one that should have ended and has not
        }

        return (process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await KillAsync();
        process.Dispose();
        SqliteConnection.ClearAllPools();
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lines.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(new(match.Groups[1].Value));
        }
    }

    [GeneratedRegex("""Now listening on: (http[^\s"]+)""")]
    private static partial Regex Listening();
}
