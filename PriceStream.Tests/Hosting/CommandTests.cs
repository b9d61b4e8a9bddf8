using PriceStream.Tests.Support;
using PriceStream.Web;

namespace PriceStream.Tests.Hosting;

/// <summary>The program's commands, as a process: exit codes, standard output and standard error.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public async Task Help_prints_every_command_to_standard_output()
    {
        var (code, output, error) = await RunAsync("--help");

        Assert.Equal((0, ""), (code, error));
        Assert.All(Commands.All,
            command => Assert.Matches($@"\n  {System.Text.RegularExpressions.Regex.Escape(command.Usage)} {{2,}}\w", output));
    }

    [Theory]
    [InlineData("--bakcup", "Unknown command --bakcup. Did you mean --backup?\n")]
    [InlineData("--migrate now", "Unknown command --migrate.\n")]
    public async Task An_unknown_command_prints_the_list_to_standard_error_and_starts_nothing(string args, string firstLine)
    {
        var (_, list, _) = await RunAsync("--help");

        var (code, output, error) = await RunAsync(args.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"{firstLine}\n{list}", error);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("--restore", "--restore needs a file: --restore FILE\n")]
    [InlineData("--backup a.db", "Unexpected argument a.db after --backup. Usage: --backup\n")]
    [InlineData("--healthcheck localhost:5080", "'localhost:5080' is not an http or https address.\n")]
    public async Task A_command_with_wrong_arguments_does_nothing_and_prints_its_usage(string args, string message)
    {
        Assert.Equal((2, "", message), await RunAsync(args.Split(' ')));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_command_reads_configuration_from_the_command_line()
    {
        var (code, output, error) = await RunAsync("--backup", $"--ConnectionStrings:PriceStream=Data Source={folder}/other.db");

        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"There is no database {folder}/other.db\n", error);
    }

    [Fact]
    public async Task A_command_reports_an_invalid_setting_as_a_start_does()
    {
        var (code, output, error) = await RunAsync("--backup", "--Backup:Keep=none");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Backup:Keep", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_reads_configuration_from_the_command_line()
    {
        var start = SiteProcess.Info(folder);
        foreach (var arg in (string[])["--environment", "Production", "--Upstream:Mode=Demo", "--Icons:Mode", "Wiki", "Sse:MaxClients=7"])
        {
            start.ArgumentList.Add(arg);
        }

        await using var site = await SiteProcess.StartAsync(start);

        Assert.Contains(site.Lines, line => line.Contains("Setting Icons:Mode = 'Wiki'", StringComparison.Ordinal));
        Assert.Contains(site.Lines, line => line.Contains("Setting Sse:MaxClients = '7'", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var start = SiteProcess.Info(folder);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return SiteProcess.RunAsync(start);
    }
}
