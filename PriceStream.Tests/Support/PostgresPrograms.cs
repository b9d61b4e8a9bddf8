using System.Diagnostics;

namespace PriceStream.Tests.Support;

/// <summary>The programs of the newest PostgreSQL that is installed. They refuse to run as root, so there they run as its user.</summary>
internal static class PostgresPrograms
{
    public const string User = "postgres";

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static string? Folder { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.Parse(Path.GetFileName(folder)))
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    /// <summary>Starts a program that ends with this process.</summary>
    // The kernel ends the server when the thread that started it ends, which no thread of the pool may outlive.
    public static Process Start(string[] command)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            var server = StartNow(AsUser(command));
            started.SetResult(server);
            server.WaitForExit();
        }) { IsBackground = true };
        thread.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Runs one of the programs to its end.</summary>
    public static Task RunAsync(params string[] command) => CallAsync(AsUser(command));

    /// <summary>Runs a program of the system to its end.</summary>
    public static async Task CallAsync(params string[] command)
    {
        using var call = StartNow(command);
        await call.WaitForExitAsync();
        Assert.True(call.ExitCode == 0 || command[0] is "chown" or "kill", string.Join(' ', command));
    }

    private static string[] AsUser(string[] command)
    {
        string[] here = [Path.Combine(Folder!, command[0]), .. command[1..]];
        return Environment.UserName == "root"
            ? ["setpriv", "--reuid", User, "--regid", User, "--init-groups", "--pdeathsig", "QUIT", "--", .. here]
            : ["setpriv", "--pdeathsig", "QUIT", "--", .. here];
    }

    // Its output is read, because a full pipe would block it.
    private static Process StartNow(string[] command)
    {
        var started = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }
}
