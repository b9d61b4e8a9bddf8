using System.Diagnostics;

namespace PriceStream.Tests.Support;

/// <summary>promtool, Prometheus's own checker of metrics and rules.</summary>
internal static class Promtool
{
    /// <summary>Runs it, and fails with its output when it finds an error.</summary>
    public static async Task ApproveAsync(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"promtool {string.Join(' ', arguments)}: {await output}{await error}");
    }
}
