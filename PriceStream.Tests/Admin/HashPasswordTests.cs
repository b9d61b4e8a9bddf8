using System.Diagnostics;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;

namespace PriceStream.Tests.Admin;

/// <summary>The command that prints the hash of a password, run as a process.</summary>
public sealed class HashPasswordTests
{
    [Fact]
    public async Task The_command_writes_the_hash_of_a_piped_password_and_nothing_else()
    {
        var (code, output, error) = await RunAsync("correct horse battery\n");

        Assert.Equal((0, ""), (code, error));
        Assert.True(PasswordHash.Parse(output.TrimEnd('\n'))!.Matches("correct horse battery"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("too short\n")]
    public async Task A_short_password_is_refused(string input)
    {
        Assert.Equal((1, "", "The password must have 12 to 256 characters.\n"), await RunAsync(input));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string input)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [SiteProcess.Dll, HashPasswordCommand.Name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        return (process.ExitCode, await output, await error);
    }
}
