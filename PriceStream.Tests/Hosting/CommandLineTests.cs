using PriceStream.Web.Hosting;

namespace PriceStream.Tests.Hosting;

/// <summary>How the program distinguishes a command from configuration for the host.</summary>
public sealed class CommandLineTests
{
    private static readonly Command[] Commands =
    [
        new("--backup", "", "", _ => Task.FromResult(0)),
        new("--restore", "FILE", "", _ => Task.FromResult(0)),
        new("--healthcheck", "[URL]", "", _ => Task.FromResult(0)),
        new("--hash-password", "", "", _ => Task.FromResult(0)),
        new("--help", "", "", _ => Task.FromResult(0)),
    ];

    [Theory]
    [InlineData("")]
    [InlineData("--urls http://localhost:5080")]
    [InlineData("--urls=http://localhost:5080")]
    [InlineData("/urls http://localhost:5080")]
    [InlineData("--contentRoot /srv/site --environment Demo")]
    [InlineData("--Upstream:Mode=Demo")]
    [InlineData("--Upstream:Mode Demo")]
    [InlineData("Upstream:Mode=Demo")]
    [InlineData("--Logging:LogLevel:Microsoft.AspNetCore=Debug")]
    [InlineData("--ConnectionStrings:Redis=127.0.0.1:6379,password=x")]
    [InlineData("--http_ports 8080 --AllowedHosts=*.example.org")]
    [InlineData("--Some:Offset -1")]
    [InlineData("--TZ=UTC")]
    [InlineData("--Backup= --Backup:Keep=3")]
    public void Arguments_that_are_configuration_start_a_site(string args)
    {
        var line = CommandLine.Parse(Split(args), Commands);

        Assert.Equal((null, null), (line.Error, line.Command));
        Assert.Equal(Split(args), line.Call.Settings);
    }

    [Theory]
    [InlineData("--backup", "--backup", null, "")]
    [InlineData("--backup --ConnectionStrings:PriceStream=a", "--backup", null, "--ConnectionStrings:PriceStream=a")]
    [InlineData("--contentRoot /srv --restore /data/a=b.db --Upstream:Mode Demo",
        "--restore", "/data/a=b.db", "--contentRoot /srv --Upstream:Mode Demo")]
    [InlineData("--healthcheck", "--healthcheck", null, "")]
    [InlineData("--healthcheck --urls http://+:80", "--healthcheck", null, "--urls http://+:80")]
    [InlineData("--healthcheck urls=http://+:80", "--healthcheck", null, "urls=http://+:80")]
    [InlineData("--healthcheck http://localhost/?a=b", "--healthcheck", "http://localhost/?a=b", "")]
    public void A_command_takes_its_argument_and_leaves_the_configuration_to_the_host(
        string args, string name, string? argument, string settings)
    {
        var line = CommandLine.Parse(Split(args), Commands);

        Assert.Null(line.Error);
        Assert.Equal((name, argument), (line.Command!.Name, line.Call.Argument));
        Assert.Equal(Split(settings), line.Call.Settings);
    }

    [Theory]
    [InlineData("--bakcup", "--backup")]
    [InlineData("--bakcup FILE", "--backup")]
    [InlineData("--bakcup=1", "--backup")]
    [InlineData("--backup=1", "--backup")]
    [InlineData("--Backup", "--backup")]
    [InlineData("backup", "--backup")]
    [InlineData("-backup", "--backup")]
    [InlineData("--restore=a.db", "--restore FILE")]
    [InlineData("--hash", "--hash-password")]
    [InlineData("--health", "--healthcheck [URL]")]
    [InlineData("--urls http://localhost:5080 --halp", "--help")]
    [InlineData("--backup --restor", "--restore FILE")]
    public void For_a_misspelt_command_the_error_suggests_the_right_one(string args, string usage)
    {
        var line = CommandLine.Parse(Split(args), Commands);

        Assert.True(line.IsUnknown);
        Assert.EndsWith($". Did you mean {usage}?", line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version", "--version")]
    [InlineData("--migrate now", "--migrate")]
    [InlineData("-v", "-v")]
    [InlineData("serve", "serve")]
    public void An_argument_that_is_neither_a_command_nor_configuration_is_unknown(string args, string unknown)
    {
        var line = CommandLine.Parse(Split(args), Commands);

        Assert.True(line.IsUnknown);
        Assert.Equal($"Unknown command {unknown}.", line.Error);
    }

    [Theory]
    [InlineData("--restore", "--restore needs a file: --restore FILE")]
    [InlineData("--restore --Upstream:Mode=Demo", "--restore needs a file: --restore FILE")]
    [InlineData("--restore a.db b.db", "Unexpected argument b.db after --restore. Usage: --restore FILE")]
    [InlineData("--backup a.db", "Unexpected argument a.db after --backup. Usage: --backup")]
    [InlineData("--backup --hash-password", "One command at a time: --backup or --hash-password")]
    [InlineData("--urls", "--urls needs a value: --urls VALUE")]
    [InlineData("--urls --backup", "--urls needs a value: --urls VALUE")]
    [InlineData("--Upstream:Mode", "--Upstream:Mode needs a value: --Upstream:Mode VALUE")]
    public void For_a_wrong_number_of_arguments_the_error_shows_the_usage(string args, string error)
    {
        var line = CommandLine.Parse(Split(args), Commands);

        Assert.Equal((error, false), (line.Error, line.IsUnknown));
    }

    [Fact]
    public void An_empty_argument_counts_as_missing() =>
        Assert.Equal("--restore needs a file: --restore FILE", CommandLine.Parse(["--restore", ""], Commands).Error);

    private static string[] Split(string args) => args.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
