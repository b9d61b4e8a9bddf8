using PriceStream.Tests.Support;
using PriceStream.Web.Hosting;

namespace PriceStream.Tests.Hosting;

/// <summary>The question that a container's health check asks with the site's own program.</summary>
public sealed class HealthCheckCommandTests
{
    [Fact]
    public async Task A_site_that_can_serve_is_healthy()
    {
        await using var app = await AppFactory.StartAsync();

        Assert.Equal(0, await HealthCheckCommand.AskAsync([HealthCheckCommand.Argument, $"--urls=http://0.0.0.0:{app.Http.BaseAddress!.Port}"]));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://no.such.host.invalid:80")]
    public async Task Where_nobody_answers_it_is_not(string address) =>
        Assert.Equal(1, await HealthCheckCommand.AskAsync([HealthCheckCommand.Argument, "--urls=" + address]));

    [Fact]
    public async Task A_site_that_answers_to_some_names_only_and_under_a_path_is_asked_that_way()
    {
        await using var app = await AppFactory.StartAsync(null, ("AllowedHosts", "*.example.org"), ("Proxy:PathBase", "/prices"));
        string[] args = [HealthCheckCommand.Argument, $"--urls=http://*:{app.Http.BaseAddress!.Port}", "--Proxy:PathBase=/prices"];

        Assert.Equal(1, await HealthCheckCommand.AskAsync(args)); // 127.0.0.1 is not one of them
        Assert.Equal(0, await HealthCheckCommand.AskAsync([.. args, "--AllowedHosts=*.example.org"]));
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "https://localhost:1;http://+:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    public async Task The_program_asks_before_it_reads_what_only_a_site_needs(string key, string value)
    {
        await using var site = await SiteProcess.StartAsync();
        var port = site.Address.Port.ToString();

        var (code, output) = await SiteProcess.RunAsync("dotnet", [SiteProcess.Dll, HealthCheckCommand.Argument],
            (key, value.Replace("{0}", port, StringComparison.Ordinal)), ("Upstream__PollSeconds", "nonsense"));

        Assert.Equal((0, true), (code, output.Contains("/health/ready answers 200", StringComparison.Ordinal)));
    }
}
