using System.Diagnostics;
using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.E2E;

/// <summary>The samples of docs/testing.md work as they stand there.</summary>
public sealed partial class TestingPageTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    [Fact]
    public void The_C_sharp_sample_is_a_test_of_this_project() =>
        Assert.Equal(Repository.Read("PriceStream.E2E/LostServerTests.cs").ReplaceLineEndings("\n"), Sample("csharp"));

    [Fact]
    public async Task The_Node_sample_passes()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "lost-server.mjs"), Sample("js"), TestContext.Current.CancellationToken);
            // Playwright for .NET brings the package that npm would install.
            Directory.CreateSymbolicLink(
                Path.Combine(folder.CreateSubdirectory("node_modules").FullName, "playwright-core"),
                Path.Combine(AppContext.BaseDirectory, ".playwright", "package"));

            var (code, output) = await RunAsync(new ProcessStartInfo("node", ["lost-server.mjs"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PRICESTREAM"] = SiteProcess.Dll, ["ASPNETCORE_CONTENTROOT"] = Repository.WebFolder },
            });

            Assert.Equal((0, "Nothing was lost.\n"), (code, output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a program to its end. Returns its exit code and everything that it has written.</summary>
    private static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeLimit, TimeProvider.System);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Sample(string language) => Block().Matches(Repository.Read("docs/testing.md").ReplaceLineEndings("\n"))
        .Single(block => block.Groups[1].Value == language).Groups[2].Value;

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
