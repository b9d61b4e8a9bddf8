using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace PriceStream.Tests.Support;

/// <summary>The built site as a process of its own, in Demo mode unless told otherwise, with a folder for its database.</summary>
internal sealed partial class SiteProcess : IAsyncDisposable
{
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
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The site ended before it listened: " + string.Join('\n', lines)));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "PriceStream.Web.dll");

    public Uri Address { get; private set; } = null!;
    public HttpClient Http { get; private set; } = null!;

    /// <summary>What it has logged.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>Of the site itself, though another program may have started it and watch over it.</summary>
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

    public static Task<SiteProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
        var start = new ProcessStartInfo("dotnet", [Dll, "--contentRoot", Repository.PathOf("PriceStream.Web")])
        {
            Environment =
            {
                ["ConnectionStrings__PriceStream"] = $"Data Source={folder}/prices.db",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Upstream__Mode"] = "Demo",
            },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return StartAsync(start, folder);
    }

    /// <summary>Started in a way of its own.</summary>
    /// <param name="folder">Deleted at the end.</param>
    public static async Task<SiteProcess> StartAsync(ProcessStartInfo start, string? folder = null)
    {
        var site = new SiteProcess(start, folder);
        site.Address = await site.listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
        site.Http = new() { BaseAddress = site.Address };
        return site;
    }

    /// <summary>Asks it to stop, and gives its exit code and how long it took.</summary>
    public async Task<(int Code, TimeSpan Time)> StopAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await RunAsync("kill", ["-TERM", $"{Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Waits until there are prices to see.</summary>
    public Task HasPricesAsync() => Eventually.TrueAsync(
        async () => (await Http.GetStringAsync(new Uri("api/v1/prices/current?items=4151", UriKind.Relative))).Contains("\"item_id\":4151", StringComparison.Ordinal), "the site has prices");

    /// <summary>Runs another process and gives its exit code and all that it has written.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output + await error);
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
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
