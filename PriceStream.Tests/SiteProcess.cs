using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace PriceStream.Tests;

/// <summary>The built site as a process of its own, in Demo mode unless told otherwise, with a folder for its database.</summary>
internal sealed partial class SiteProcess : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private SiteProcess((string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, "--contentRoot", WebFolder()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
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

    public static async Task<SiteProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var site = new SiteProcess(settings);
        site.Address = await site.listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
        site.Http = new() { BaseAddress = site.Address };
        return site;
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
        Directory.Delete(folder, recursive: true);
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

    private static string WebFolder([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "PriceStream.Web");
}
