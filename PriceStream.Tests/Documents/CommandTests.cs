using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Documents;

/// <summary>
/// Tries the commands in the documents: for real where a test can, otherwise as far as a test can tell.
/// A command that this class does not know fails.
/// </summary>
public sealed partial class CommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pricestream-").FullName;

    [Fact]
    public void Every_command_is_tried_by_some_test()
    {
        var commands = Commands.Blocks.SelectMany(block => block).ToList();
        var unknown = commands.Where(line => !TriedCommands.All.Any(known => Regex.IsMatch(line, $"^{known.Command}$")));
        Assert.True(
            !unknown.Any(),
            "No test tries these commands of the documents. Try them, and say in TriedCommands where:\n" + string.Join('\n', unknown));

        var left = TriedCommands.All.Select(known => known.Command)
            .Where(known => !commands.Any(line => Regex.IsMatch(line, $"^{known}$")));
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
        Assert.Matches("\nPRICESTREAM_DB_PASSWORD=[0-9a-f]{48}\n$", await ReadAsync(".env"));
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

    [GeneratedRegex("^(?:cp|sed|name=|echo|password=|sudo caddy validate)")]
    private static partial Regex MakesFiles();

    [GeneratedRegex(@"--filter-class ""?([\w.*]+)")]
    private static partial Regex TestFilter();

    [GeneratedRegex(@"\b[A-Z]\w+__\w+(?==)")]
    private static partial Regex SettingName();
}
