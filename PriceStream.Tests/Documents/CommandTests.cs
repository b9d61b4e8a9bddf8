using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>
/// Tries the commands in the documents: for real where a test can, otherwise as far as a test can tell.
/// A command that this class does not know fails.
/// </summary>
public sealed partial class CommandTests : IDisposable
{
    // No test has a container engine, a domain or a machine to spoil. Beside each command: what is tried instead, and where.
    private static readonly (string Command, string Tried)[] Known =
    [
        (@"curl .*", nameof(Every_call_gets_what_it_asks_for)),
        (@"c( -d '.*')?", nameof(The_market_is_held_by_hand_as_written)),
        (@"c\(\) \{ .* \}", nameof(The_market_is_held_by_hand_as_written)),
        (@"dotnet run --project PriceStream\.Web", "StrangerTests runs it for a browser"),
        (@"Upstream__PollSeconds=60 dotnet run --project PriceStream\.Web &",
            "the same with a setting; its effect in " + nameof(The_market_is_held_by_hand_as_written)),
        (@"(\w+__\w+=\S+ )?dotnet run (--no-build -c Release )?--project PriceStream\.Web --launch-profile live( --urls \S+)?( &)?",
            nameof(Projects_and_profiles_are_there) + "; two of them with Redis in ProcessTests"),
        (@"dotnet build -c Release", "test.sh does"),
        (@"dotnet run --no-build -c Release --project PriceStream\.(Tests|E2E) -- --filter-class ""PriceStream\.\S+""",
            nameof(Filters_of_tests_find_some) + "; test.sh runs the projects"),
        (@"PRICESTREAM_SCREENSHOTS=\$PWD/docs dotnet run -c Release --project PriceStream\.E2E -- --filter-class PriceStream\.\S+",
            nameof(Filters_of_tests_find_some) + "; the test itself takes the pictures"),
        (@"npm install --no-save playwright-core", "TestingPageTests uses the same package, which Playwright for .NET brings"),
        (@"node lost-server\.mjs", "TestingPageTests runs it"),
        (@"node --test PriceStream\.Tests/Js/\*\.test\.js", "test.sh runs the same files"),
        (@"export( \w+__\w+=\S+)+", nameof(Names_of_settings_are_settings)),
        (@"\./test\.sh", nameof(Scripts_can_be_read_by_the_shell)),
        (@"cp \.env\.example \.env", nameof(Files_are_made_as_written)),
        (@"sed .*", nameof(Files_are_made_as_written)),
        (@"name=prices\.example\.org", nameof(Files_are_made_as_written)),
        (@"(PRICESTREAM_HOST=prices\.example\.org )?docker compose (-f compose\.cluster\.yaml )?(up -d --build|ps|logs pricestream)",
            "ComposeTests reads the files, ContainerTests runs what they confine"),
        (@"docker compose run --rm pricestream --hash-password", "HashPasswordTests, as a process; that its answer lets in, in LoginTests"),
        (@"docker compose exec pricestream /app/PriceStream\.Web --backup", "BackupTests, as a process beside a site"),
        (@"docker compose run --rm pricestream --restore /data/backups/\S+", "RestoreTests, as a process"),
        (@"docker compose (stop|start) pricestream", "ComposeTests reads the file, RestoreTests stops and starts a site around it"),
        (@"sudo caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile", nameof(Files_are_made_as_written)),
        (@"sudo nginx -t", "RecipeTests runs nginx with the file"),
        (@"sudo apt-get install -y (nginx certbot|caddy)", "names of Debian's packages, the servers' in test.sh"),
        (@"sudo certbot certonly --webroot -w /var/www/html -d \$name --deploy-hook 'systemctl reload nginx'",
            "needs a domain; that nginx has the folder, in " + nameof(Files_are_made_as_written)),
        (@"sudo systemctl reload (nginx|caddy)", "of the packages' own services"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public void Every_command_is_tried_somewhere()
    {
        var commands = Commands.Blocks.SelectMany(block => block).ToList();
        var unknown = commands.Where(line => !Known.Any(known => Regex.IsMatch(line, $"^{known.Command}$")));
        Assert.True(
            !unknown.Any(),
            "No test tries these commands of the documents. Try them, and say in CommandTests where:\n" + string.Join('\n', unknown));

        var left = Known.Select(known => known.Command).Where(known => !commands.Any(line => Regex.IsMatch(line, $"^{known}$")));
        Assert.True(!left.Any(), "No document has these any more:\n" + string.Join('\n', left));
    }

    [Fact]
    public async Task Every_call_gets_what_it_asks_for()
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
    public async Task The_market_is_held_by_hand_as_written()
    {
        await using var site = await SiteProcess.StartAsync(("Upstream__PollSeconds", "60"));
        await site.HasPricesAsync();
        var block = Commands.Blocks.Single(block => block.Any(line => line.StartsWith("c()", StringComparison.Ordinal)));
        var calls = block.Where(line => line[0] == 'c').ToArray();

        // The market's answers are an object each.
        var lines = calls.Select(line => line.StartsWith("c()", StringComparison.Ordinal) ? line : line + "; echo");
        var (code, output) = await BashAsync(site, string.Join("\n", lines));

        Assert.Equal(0, code);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(calls.Length - 1, answers.Length);
        Assert.All(answers, answer => Assert.StartsWith("{\"market_time\":", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_are_made_as_written()
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
    public async Task Scripts_can_be_read_by_the_shell() =>
        Assert.Equal((0, ""), await SiteProcess.RunAsync("bash", ["-n", Repository.PathOf("test.sh")]));

    [Fact]
    public void Projects_and_profiles_are_there()
    {
        Assert.True(File.Exists(Repository.PathOf("PriceStream.Web/PriceStream.Web.csproj")));
        Assert.Contains("\"live\": {", Repository.Read("PriceStream.Web/Properties/launchSettings.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_settings_are_settings()
    {
        var example = Repository.Read(".env.example");
        var names = SettingName().Matches(string.Join('\n', Commands.Blocks.SelectMany(block => block))).Select(name => name.Value);
        Assert.All(names, name => Assert.Contains(name, example, StringComparison.Ordinal));
    }

    // They run for minutes, so the test only checks that they exist.
    [Fact]
    public void Every_benchmark_in_the_documents_exists()
    {
        var program = Repository.Read("PriceStream.Benchmarks/Program.cs");
        Assert.NotEmpty(Commands.BenchmarkVerbs);
        Assert.All(Commands.BenchmarkVerbs, verb => Assert.Contains($"\n    \"{verb}\" ", program, StringComparison.Ordinal));
    }

    [Fact]
    public void Filters_of_tests_find_some()
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
