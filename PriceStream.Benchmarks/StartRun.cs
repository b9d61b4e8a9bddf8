using System.Diagnostics;
using System.Globalization;

namespace PriceStream.Benchmarks;

/// <summary>A process on the demo market with an empty database: its start, first page, first prices and memory at rest.</summary>
internal static class StartRun
{
    public static async Task RunAsync(string? dll)
    {
        dll = Path.GetFullPath(dll ?? Path.Combine(AppContext.BaseDirectory, "PriceStream.Web.dll"));
        Console.WriteLine($"{dll}: five starts");
        for (var run = 0; run < 5; run++)
        {
            var folder = Directory.CreateTempSubdirectory("pricestream-bench-").FullName;
            await MeasureAsync(dll, folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string dll, string folder)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [dll, "--urls", "http://127.0.0.1:5099"])
        {
            Environment =
            {
                ["Upstream__Mode"] = "Demo",
                ["Upstream__PollSeconds"] = "60",
                ["ConnectionStrings__PriceStream"] = $"Data Source={folder}/prices.db",
            },
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(dll),
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            using var http = new HttpClient { BaseAddress = new("http://127.0.0.1:5099/") };
            await UntilAsync(http, "", _ => true);
            var page = Stopwatch.GetElapsedTime(start);
            await UntilAsync(http, "api/v1/prices/current/4151", _ => true);
            var prices = Stopwatch.GetElapsedTime(start);
            await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
            Console.WriteLine(
                $"first page {page.TotalMilliseconds:0} ms, first prices {prices.TotalMilliseconds:0} ms, "
                + $"after 10 s at rest {Memory(process)}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static async Task UntilAsync(HttpClient http, string path, Func<string, bool> good)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
                if (answer.IsSuccessStatusCode && good(await answer.Content.ReadAsStringAsync()))
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    // Linux distinguishes a process's own memory from pages mapped from files, which are shared and can be reclaimed.
    private static string Memory(Process process)
    {
        var fields = File.ReadLines($"/proc/{process.Id}/status")
            .Where(line => line.StartsWith("Rss", StringComparison.Ordinal) || line.StartsWith("VmRSS", StringComparison.Ordinal))
            .Select(line => line.Split(':'))
            .ToDictionary(parts => parts[0], parts => Kilobytes(parts[1]) / 1024);
        return $"{fields["VmRSS"]} MB resident: {fields["RssAnon"] + fields["RssShmem"]} MB its own, "
            + $"{fields["RssFile"]} MB mapped from files";

        static long Kilobytes(string text) =>
            long.Parse(text.Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
