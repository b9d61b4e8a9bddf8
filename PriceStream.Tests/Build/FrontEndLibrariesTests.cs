using System.Diagnostics;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.Build;

/// <summary>The build's own restore of libman.json, run on an otherwise empty project, in a folder with spaces in its name.</summary>
public sealed class FrontEndLibrariesTests : IDisposable
{
    private const string Htmx = "wwwroot/lib/htmx.org/dist/htmx.min.js";

    private readonly string folder = Directory.CreateTempSubdirectory("pricestream front end ").FullName;

    public FrontEndLibrariesTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "build"));
        Directory.CreateDirectory(Path.Combine(folder, "nothing"));
        foreach (var file in Directory.GetFiles(Repository.PathOf("build")))
        {
            File.Copy(file, Path.Combine(folder, "build", Path.GetFileName(file)));
        }
        Write("Site/Site.csproj", """<Project><Import Project="../build/FrontEndLibraries.targets" /></Project>""");
        List("htmx.org@4.0.1", "dist/htmx.min.js");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_build_fetches_the_listed_files_once()
    {
        var first = await RestoreAsync();
        Assert.True(first.Succeeded, first.Output);
        Assert.Contains("htmx", Read(Htmx), StringComparison.Ordinal);

        // Without npm a second fetch would fail.
        var second = await RestoreAsync(npm: false);
        Assert.True(second.Succeeded, second.Output);
        Assert.Empty(second.Output);
    }

    [Fact]
    public async Task The_build_fetches_a_deleted_file_and_a_new_version_again()
    {
        await RestoreAsync();
        File.Delete(Path.Combine(folder, Htmx));
        await RestoreAsync();
        var older = Read(Htmx);

        List("htmx.org@2.0.4", "dist/htmx.min.js");
        var bumped = await RestoreAsync();
        Assert.True(bumped.Succeeded, bumped.Output);
        Assert.NotEqual(older, Read(Htmx));
    }

    [Theory]
    [InlineData("htmx.org@99.0.0", "dist/htmx.min.js", "no such version")]
    [InlineData("htmx.org@4.0.1", "dist/nothing.js", "dist/nothing.js")]
    public async Task A_library_or_file_that_npm_does_not_have_stops_the_build(string library, string file, string reason)
    {
        List(library, file);

        var error = await FailAsync(npm: true);
        Assert.Contains(library, error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains("libman restore", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "libraries": [ { "library": """, "not valid JSON")]
    [InlineData("""{ "libraries": [ { "library": "htmx.org@4.0.1", "destination": "lib" } ] }""", "must name each file")]
    [InlineData("""
        { "libraries": [ { "library": "htmx.org@4.0.1", "destination": "lib", "files": ["a.js"], "provider": "cdnjs" } ] }
        """, "its provider is \"cdnjs\"")]
    public async Task An_unusable_list_stops_the_build(string list, string reason)
    {
        Write("libman.json", list);

        var error = await FailAsync(npm: true);
        Assert.Contains("libman.json", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_npm_the_error_says_what_to_do_and_existing_files_are_enough()
    {
        var error = await FailAsync(npm: false);
        Assert.Contains("htmx.org@4.0.1", error, StringComparison.Ordinal);
        Assert.Contains("npm was not found", error, StringComparison.Ordinal);
        Assert.Contains("libman restore", error, StringComparison.Ordinal);

        Write(Htmx, "// as LibMan would have put it there");
        var restored = await RestoreAsync(npm: false);
        Assert.True(restored.Succeeded, restored.Output);
        Assert.Equal("// as LibMan would have put it there", Read(Htmx));
    }

    private void List(string library, string file) => Write("libman.json", $$"""
        {
          "version": "3.0",
          "defaultProvider": "jsdelivr",
          "libraries": [{ "library": "{{library}}", "destination": "wwwroot/lib/htmx.org", "files": ["{{file}}"] }]
        }
        """);

    private async Task<string> FailAsync(bool npm)
    {
        var restored = await RestoreAsync(npm);
        Assert.False(restored.Succeeded, restored.Output);
        // One line with the error and at most one with what was tried: no stack trace, no pages of npm output.
        var lines = restored.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.InRange(lines.Length, 1, 2);
        return Assert.Single(lines, line => line.Contains(": error FEL001:", StringComparison.Ordinal));
    }

    private async Task<(bool Succeeded, string Output)> RestoreAsync(bool npm = true)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var dotnet = path.Split(Path.PathSeparator).Select(directory => Path.Combine(directory, name)).First(File.Exists);
        var start = new ProcessStartInfo(dotnet)
        {
            ArgumentList = { "msbuild", "Site/Site.csproj", "-t:RestoreFrontEndLibraries", "-nologo", "-v:m", "-tl:off" },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = npm ? path : Path.Combine(folder, "nothing") },
        };
        using var process = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode == 0, await output + await errors);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(folder, file));

    private void Write(string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
