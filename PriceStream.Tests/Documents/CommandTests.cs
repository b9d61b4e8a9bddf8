using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>
/// Tries the commands in the documents: for real where a test can, otherwise as far as a test can tell.
/// A command that this class does not know fails.
/// </summary>
public sealed partial class CommandTests : IDisposable
{
    // A test has no container engine, no domain and no machine to reconfigure, so some commands are tried by a substitute.
    private static readonly (string Command, string Tried)[] Known =
    [
        (@"curl .*", nameof(Every_call_in_the_documents_succeeds)),
        (@"c( -d '.*')?", nameof(The_demo_market_can_be_controlled_as_documented)),
        (@"c\(\) \{ .* \}", nameof(The_demo_market_can_be_controlled_as_documented)),
        (@"dotnet run --project PriceStream\.Web", "StrangerTests runs it for a browser"),
        (@"Upstream__PollSeconds=60 dotnet run --project PriceStream\.Web &",
            "the same with a setting, whose effect is tested in " + nameof(The_demo_market_can_be_controlled_as_documented)),
        (@"(\w+__\w+=\S+ )?dotnet run (--no-build -c Release )?--project PriceStream\.Web --launch-profile live( --urls \S+)?( &)?",
            nameof(The_projects_and_launch_profiles_exist) + "; ProcessTests starts two instances with Redis"),
        (@"dotnet build -c Release", "test.sh runs it"),
        (@"dotnet run --no-build -c Release --project PriceStream\.(Tests|E2E) -- --filter-class ""PriceStream\.\S+""",
            nameof(Every_test_filter_in_the_documents_matches_a_class) + "; test.sh runs the projects"),
        (@"PRICESTREAM_SCREENSHOTS=\$PWD/docs dotnet run -c Release --project PriceStream\.E2E -- --filter-class PriceStream\.\S+",
            nameof(Every_test_filter_in_the_documents_matches_a_class) + "; the test itself takes the pictures"),
        (@"npm install --no-save playwright-core", "TestingPageTests uses the same package, which Playwright for .NET brings"),
        (@"node lost-server\.mjs", "TestingPageTests runs it"),
        (@"node --test PriceStream\.Tests/Js/\*\.test\.js", "test.sh runs the same files"),
        (@"export( \w+__\w+=\S+)+", nameof(Every_setting_in_the_documents_exists)),
        (@"\./test\.sh", nameof(The_shell_can_parse_the_scripts)),
        (@"cp \.env\.example \.env", nameof(The_documented_commands_make_working_configuration_files)),
        (@"sed .*", nameof(The_documented_commands_make_working_configuration_files)),
        (@"name=prices\.example\.org", nameof(The_documented_commands_make_working_configuration_files)),
        (@"(PRICESTREAM_HOST=prices\.example\.org )?docker compose (-f compose\.cluster\.yaml )?(up -d --build|ps|logs pricestream)",
            "ComposeTests reads the files, ContainerTests runs what they confine"),
        (@"docker compose run --rm pricestream --hash-password", "HashPasswordTests runs it as a process, LoginTests logs in with a hash"),
        (@"docker compose exec pricestream /app/PriceStream\.Web --backup", "RestoreTests runs it as a process while a site runs"),
        (@"docker compose run --rm pricestream --restore /data/backups/\S+", "RestoreTests runs it as a process"),
        (@"docker compose (stop|start) pricestream", "ComposeTests reads the file, RestoreTests stops and starts a site around it"),
        (@"sudo caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile",
            nameof(The_documented_commands_make_working_configuration_files)),
        (@"sudo nginx -t", "ReverseProxyTests runs nginx with the file"),
        (@"sudo apt-get install -y (nginx certbot|caddy)", "names of Debian packages; test.sh installs the servers"),
        (@"sudo certbot certonly --webroot -w /var/www/html -d \$name --deploy-hook 'systemctl reload nginx'",
            "needs a domain; nginx's folder is tested in " + nameof(The_documented_commands_make_working_configuration_files)),
        (@"sudo systemctl reload (nginx|caddy)", "a command of the packages' own services"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public void Every_command_is_tried_by_some_test()
    {
        var commands = Commands.Blocks.SelectMany(block => block).ToList();
        var unknown = commands.Where(line => !Known.Any(known => Regex.IsMatch(line, $"^{known.Command}$")));
        Assert.True(
            !unknown.Any(),
            "No test tries these commands of the documents. Try them, and say in CommandTests where:\n" + string.Join('\n', unknown));

        var left = Known.Select(known => known.Command).Where(known => !commands.Any(line => Regex.IsMatch(line, $"^{known}$")));
        Assert.True(!left.Any(), "No document contains these commands any more:\n" + string.Join('\n', left));
    }

    [Fact]
    public async Task Every_call_in_the_documents_succeeds()
    {
        await using var site = await SiteProcess.StartAsync(("Upstream__PollSeconds", "1"));
        await site.HasPricesAsync();
        foreach (var call in Commands.Blocks.SelectMany(block => block).Where(line => line.StartsWith("curl ", StringComparison.Ordinal)))
        {
            // A stream continues until its reader closes it.
            var isStream = call.Contains("/stream", StringComparison.Ordinal);
            var command = isStream ? $"{call} | head -n 4" : call.Replace("curl ", "curl -fsS ", StringComparison.Ordinal);
            var (code, output) = await BashAsync(site, command);
            Assert.True(code == 0 && output.Length > 0, $"{call}\n{output}");
            Assert.True(!isStream || output.Contains("event: connected", StringComparison.Ordinal), output);
        }
    }

    [Fact]
    public async Task The_demo_market_can_be_controlled_as_documented()
    {
        await using var site = await SiteProcess.StartAsync(("Upstream__PollSeconds", "60"));
        await site.HasPricesAsync();
        var block = Commands.Blocks.Single(block => block.Any(line => line.StartsWith("c()", StringComparison.Ordinal)));
        var calls = block.Where(line => line[0] == 'c').ToArray();

        // The market answers each command with one JSON object.
        var lines = calls.Select(line => line.StartsWith("c()", StringComparison.Ordinal) ? line : line + "; echo");
        var (code, output) = await BashAsync(site, string.Join("\n", lines));

        Assert.Equal(0, code);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(calls.Length - 1, answers.Length);
        Assert.All(answers, answer => Assert.StartsWith("{\"market_time\":", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_documented_commands_make_working_configuration_files()
    {
        // Runs every command that makes a file from one of the site's, on copies of those, and writes to this folder instead of /etc.
        Directory.CreateDirectory(Path.Combine(folder, "deploy"));
        foreach (var file in (string[])[".env.example", "deploy/Caddyfile", "deploy/nginx.conf"])
        {
            File.Copy(Repository.PathOf(file), Path.Combine(folder, file));
        }

        var lines = Commands.Blocks.SelectMany(block => block).Where(line => MakesFiles().IsMatch(line))
            .Select(line => line.Replace("sudo ", "", StringComparison.Ordinal)
                .Replace("/etc/caddy/", "./", StringComparison.Ordinal)
                .Replace("/etc/nginx/conf.d/", "./", StringComparison.Ordinal));
        var (code, output) = await SiteProcess.RunAsync(
            "bash",
            ["-e", "-c", $"cd '{folder}'\n{string.Join('\n', lines)}"],
            ("XDG_DATA_HOME", folder),
            ("XDG_CONFIG_HOME", folder));

        Assert.True(code == 0, output);
        Assert.Contains("Valid configuration", output, StringComparison.Ordinal); // caddy validate
        Assert.Contains("\nUpstream__Contact=you@example.org\n", await ReadAsync(".env"), StringComparison.Ordinal);
        Assert.Contains("\nprices.example.org {", await ReadAsync("Caddyfile"), StringComparison.Ordinal);
        Assert.Contains("root /var/www/html;", await ReadAsync("pricestream.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shell_can_parse_the_scripts() =>
        Assert.Equal((0, ""), await SiteProcess.RunAsync("bash", ["-n", Repository.PathOf("test.sh")]));

    [Fact]
    public void The_projects_and_launch_profiles_exist()
    {
        Assert.True(File.Exists(Repository.PathOf("PriceStream.Web/PriceStream.Web.csproj")));
        Assert.Contains("\"live\": {", Repository.Read("PriceStream.Web/Properties/launchSettings.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_in_the_documents_exists()
    {
        var example = Repository.Read(".env.example");
        var names = SettingName().Matches(string.Join('\n', Commands.Blocks.SelectMany(block => block))).Select(name => name.Value);
        Assert.All(names, name => Assert.Contains(name, example, StringComparison.Ordinal));
    }

    // Benchmarks run for minutes, so the test only checks that they exist.
    [Fact]
    public void Every_benchmark_in_the_documents_exists()
    {
        var program = Repository.Read("PriceStream.Benchmarks/Program.cs");
        Assert.NotEmpty(Commands.BenchmarkVerbs);
        Assert.All(Commands.BenchmarkVerbs, verb => Assert.Contains($"\n    \"{verb}\" ", program, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_test_filter_in_the_documents_matches_a_class()
    {
        var filters = TestFilter().Matches(string.Join('\n', Commands.Blocks.SelectMany(block => block)));
        var classes = Repository.FilesUnder("PriceStream.Tests", ".cs").Concat(Repository.FilesUnder("PriceStream.E2E", ".cs"))
            .Select(file => Path.GetRelativePath(Repository.Folder, Path.ChangeExtension(file, null)))
            .Select(file => file.Replace(Path.DirectorySeparatorChar, '.'))
            .ToList();

        Assert.NotEmpty(filters);
        Assert.All(filters, filter =>
        {
            var pattern = filter.Groups[1].Value.Replace(".", "\\.", StringComparison.Ordinal).Replace("*", ".*", StringComparison.Ordinal);
            Assert.Contains(classes, name => Regex.IsMatch(name, $"^{pattern}$"));
        });
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Task<(int Code, string Output)> BashAsync(SiteProcess site, string script) =>
        SiteProcess.RunAsync("bash", ["-c", HostInDocuments().Replace(script, site.Address.Authority)]);

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"localhost:\d+")]
    private static partial Regex HostInDocuments();

    [GeneratedRegex("^(?:cp|sed|name=|sudo caddy validate)")]
    private static partial Regex MakesFiles();

    [GeneratedRegex(@"--filter-class ""?([\w.*]+)")]
    private static partial Regex TestFilter();

    [GeneratedRegex(@"\b[A-Z]\w+__\w+(?==)")]
    private static partial Regex SettingName();
}
