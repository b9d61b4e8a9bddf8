using PriceStream.Tests.Support;
using PriceStream.Web.Hosting;

namespace PriceStream.Tests.Hosting;

/// <summary>The <c>--healthcheck</c> command, which containers run.</summary>
public sealed class HealthCheckCommandTests
{
    [Fact]
    public async Task A_site_that_can_serve_is_healthy()
    {
        await using var app = await AppFactory.StartAsync();

        Assert.Equal(0, await HealthCheckCommand.RunAsync(url: null, [$"--urls=http://0.0.0.0:{app.Http.BaseAddress!.Port}"]));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://no.such.host.invalid:80")]
    public async Task A_site_that_does_not_answer_is_unhealthy(string address)
    {
        Assert.Equal(1, await HealthCheckCommand.RunAsync(url: null, ["--urls=" + address]));
        Assert.Equal(1, await HealthCheckCommand.RunAsync(address, []));
    }

    [Fact]
    public async Task The_check_uses_the_sites_own_host_name_and_path()
    {
        await using var app = await AppFactory.StartAsync(("AllowedHosts", "*.example.org"), ("Proxy:PathBase", "/prices"));
        string[] args = [$"--urls=http://*:{app.Http.BaseAddress!.Port}", "--Proxy:PathBase=/prices"];

        Assert.Equal(1, await HealthCheckCommand.RunAsync(url: null, args)); // 127.0.0.1 is not one of them
        Assert.Equal(0, await HealthCheckCommand.RunAsync(url: null, [.. args, "--AllowedHosts=*.example.org"]));
    }

    [Theory]
    [InlineData("health/live", 0)]
    [InlineData("health/freshness", 1)] // there are no prices yet
    [InlineData("no/such/page", 1)]
    public async Task A_URL_is_requested_as_given_whatever_the_settings_say(string path, int code)
    {
        await using var app = await AppFactory.StartAsync();

        Assert.Equal(code, await HealthCheckCommand.RunAsync(app.Http.BaseAddress + path, ["--urls=http://127.0.0.1:1"]));
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "https://localhost:1;http://+:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    public async Task The_check_does_not_read_settings_that_only_a_site_needs(string key, string value)
    {
        await using var site = await SiteProcess.StartAsync();
        var port = site.Address.Port.ToString();

        var (code, output) = await SiteProcess.RunAsync("dotnet", [SiteProcess.Dll, "--healthcheck"],
            (key, value.Replace("{0}", port, StringComparison.Ordinal)), ("Upstream__PollSeconds", "nonsense"));

        Assert.Equal((0, true), (code, output.Contains("/health/ready answers 200", StringComparison.Ordinal)));
    }
}
