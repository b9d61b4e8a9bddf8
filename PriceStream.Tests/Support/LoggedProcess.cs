using System.Collections.Concurrent;
using System.Diagnostics;

namespace PriceStream.Tests.Support;

/// <summary>A process whose output can be read.</summary>
internal sealed class LoggedProcess : IDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;

    private LoggedProcess(ProcessStartInfo start)
    {
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Its output since the start.</summary>
    public string Log => string.Join('\n', lines);

    public static LoggedProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var started = new LoggedProcess(start);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> EndAsync(TimeSpan limit)
    {
        await process.WaitForExitAsync().WaitAsync(limit);
        return process.ExitCode;
    }

    public void Dispose() => process.Dispose();
}
