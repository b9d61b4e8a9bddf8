using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Restores what libman.json lists, by npm: its providers jsdelivr and unpkg serve npm packages file by file, so the files are the same.
/// Compiled by MSBuild for .NET Standard 2.0, and only when there is something to fetch.
/// </summary>
public sealed class FetchFrontEndLibraries : Task
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Required]
    public string List { get; set; }

    /// <summary>The folder that remembers what was restored, and how: libman.json and files.txt.</summary>
    [Required]
    public string Record { get; set; }

    private string Root => Path.GetDirectoryName(List);

    private string RestoredList => Path.Combine(Record, "libman.json");

    public override bool Execute()
    {
        try
        {
            Directory.CreateDirectory(Record);
            using (OneAtATime())
            {
                Restore();
            }
            return true;
        }
        catch (RestoreException e)
        {
            Log.LogError(null, "FEL001", null, List, 0, 0, 0, 0, "{0}", e.Message);
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            Log.LogError(null, "FEL001", null, List, 0, 0, 0, 0, "The front-end libraries cannot be restored: {0}", e.Message);
        }
        return false;
    }

    private void Restore()
    {
        // Read once: what is remembered below is what was restored, even if the file is saved again meanwhile.
        var list = File.ReadAllBytes(List);
        var libraries = Read(list);
        var restored = Restored();
        foreach (var library in libraries)
        {
            var there = library.Files.All(file => File.Exists(Path.Combine(Root, library.Target(file))));
            var before = restored.FirstOrDefault(r => r.Destination == library.Destination && r.Name == library.Name);
            if (there && before?.Id == library.Id)
            {
                continue;
            }
            // Put there by LibMan or a container stage: newer than the list that asks for them.
            var newer = there && library.Files.All(file =>
                File.GetLastWriteTimeUtc(Path.Combine(Root, library.Target(file))) > File.GetLastWriteTimeUtc(List));
            if (newer && before == null)
            {
                continue;
            }
            try
            {
                Fetch(library);
            }
            catch (RestoreException e) when (newer || (there && before == null))
            {
                Log.LogMessage(MessageImportance.High, "Going on with the files that are there. {0}", e.Message);
            }
        }
        File.WriteAllLines(Path.Combine(Record, "files.txt"), libraries.SelectMany(l => l.Files.Select(l.Target)));
        File.WriteAllBytes(RestoredList, list);
    }

    private void Fetch(Library library)
    {
        if (library.Provider != "jsdelivr" && library.Provider != "unpkg")
        {
            throw library.Error(
                $"its provider is \"{library.Provider}\", and only jsdelivr and unpkg serve npm packages. Name one of them");
        }
        Log.LogMessage(MessageImportance.High, "Fetching {0} into {1}", library.Id, library.Destination);
        var folder = Path.Combine(Record, "npm");
        DeleteFolder(folder);
        Directory.CreateDirectory(folder);
        // A package.json makes this folder npm's project. --prefix would too, but it also hides the machine's own npmrc
        // (a proxy, a mirror, its certificates).
        File.WriteAllText(Path.Combine(folder, "package.json"), "{}");
        Npm(library, folder);

        var package = Path.Combine(folder, "node_modules", library.Name);
        var lacking = library.Files.FirstOrDefault(file => !File.Exists(Path.Combine(package, file)));
        if (lacking != null)
        {
            throw library.Error($"the package has no file {lacking}. Correct the list");
        }
        foreach (var file in library.Files)
        {
            var target = Path.Combine(Root, library.Target(file));
            Directory.CreateDirectory(Path.GetDirectoryName(target));
            File.Copy(Path.Combine(package, file), target, overwrite: true);
            // npm's files are dated 1985, and browsers and builds compare dates.
            File.SetLastWriteTimeUtc(target, DateTime.UtcNow);
        }
        DeleteFolder(folder);
    }

    private static void Npm(Library library, string folder)
    {
        // The folder is the working directory, not an argument, so that a space in it needs no quoting on any system.
        var arguments = "install --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --omit=peer --omit=optional "
            + "--prefer-offline --fetch-retries=1 --fetch-retry-mintimeout=1000 --loglevel=error " + library.Id;
        var windows = Path.DirectorySeparatorChar == '\\';
        var start = new ProcessStartInfo(windows ? "cmd.exe" : "npm", windows ? "/d /c npm " + arguments : arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var output = new StringBuilder();
        void Keep(object sender, DataReceivedEventArgs e)
        {
            lock (output)
            {
                output.AppendLine(e.Data);
            }
        }
        using (var npm = new Process { StartInfo = start })
        {
            npm.OutputDataReceived += Keep;
            npm.ErrorDataReceived += Keep;
            try
            {
                npm.Start();
            }
            catch (Win32Exception)
            {
                throw library.Error("npm was not found. Install Node.js");
            }
            npm.StandardInput.Close();
            npm.BeginOutputReadLine();
            npm.BeginErrorReadLine();
            if (!npm.WaitForExit((int)Patience.TotalMilliseconds))
            {
                npm.Kill();
                throw library.Error($"npm gave no answer in {Patience.TotalSeconds} seconds. Try again");
            }
            npm.WaitForExit(); // the one without a limit also waits for the end of the output
            if (npm.ExitCode != 0)
            {
                lock (output)
                {
                    throw library.Error(Reason(output.ToString(), npm.ExitCode));
                }
            }
        }
    }

    /// <summary>npm says why over many lines; its code says it in one word.</summary>
    private static string Reason(string output, int exitCode)
    {
        var code = Regex.Match(output, @"npm err(?:or|!) code (\S+)", RegexOptions.IgnoreCase).Groups[1].Value;
        switch (code)
        {
            case "E404": return "npm knows no such library. Correct the name";
            case "ETARGET": return "npm knows no such version of it. Correct the version";
            // What a shell and cmd.exe answer for a command that is not there.
            case "" when exitCode == 127 || exitCode == 9009: return "npm or Node.js was not found. Install Node.js";
            case "": return $"npm failed with exit code {exitCode}. Try again";
            default: return $"npm failed with {code}. Try again";
        }
    }

    private List<Library> Restored()
    {
        try
        {
            return File.Exists(RestoredList) ? Read(File.ReadAllBytes(RestoredList)) : new List<Library>();
        }
        catch (RestoreException)
        {
            return new List<Library>(); // half written when a build was killed: as if nothing were remembered
        }
    }

    private static List<Library> Read(byte[] json)
    {
        XElement root;
        try
        {
            using (var reader = JsonReaderWriterFactory.CreateJsonReader(json, XmlDictionaryReaderQuotas.Max))
            {
                root = XElement.Load(reader);
            }
        }
        catch (Exception e) when (e is XmlException || e is FormatException)
        {
            throw new RestoreException(
                "This is not valid JSON, so no front-end library can be restored. Correct it (`libman restore` reads the same list).");
        }
        var libraries = root.Element("libraries")
            ?? throw new RestoreException("There is no \"libraries\" here; `libman init` writes an empty list.");
        return libraries.Elements().Select(library => Library.Read(library, root)).ToList();
    }

    /// <summary>Two builds of one clone at once (a solution's and an editor's) would write the same files.</summary>
    private FileStream OneAtATime()
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Record, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (since.Elapsed < Patience)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Library
    {
        /// <summary>name@version, as npm and LibMan both write it.</summary>
        public string Id { get; private set; }

        public string Name => Id.Substring(0, Id.LastIndexOf('@'));

        public string Destination { get; private set; }

        public List<string> Files { get; private set; }

        public string Target(string file) => Destination.TrimEnd('/') + "/" + file;

        public string Provider { get; private set; }

        /// <summary>The next build takes files as they are that are newer than the list, so `libman restore` is always a way out.</summary>
        public RestoreException Error(string why) =>
            new RestoreException($"{Id} cannot be restored: {why}, or put its files there with `libman restore`; then build again.");

        public static Library Read(XElement item, XElement root)
        {
            var library = new Library
            {
                Id = (string)item.Element("library") ?? "",
                Destination = (string)item.Element("destination") ?? (string)root.Element("defaultDestination"),
                Provider = (string)item.Element("provider") ?? (string)root.Element("defaultProvider"),
                Files = item.Element("files")?.Elements().Select(file => file.Value).ToList(),
            };
            if (!Regex.IsMatch(library.Id, @"^(@[\w.-]+/)?[\w.-]+@[\w.+-]+$"))
            {
                throw new RestoreException($"\"{library.Id}\" is not a library written as NAME@VERSION.");
            }
            if (string.IsNullOrEmpty(library.Destination))
            {
                throw new RestoreException($"{library.Id} cannot be restored: it has no \"destination\".");
            }
            var patterns = new[] { '*', '?', '!', '{' };
            if (library.Files == null || library.Files.Count == 0 || library.Files.Any(file => file.IndexOfAny(patterns) >= 0))
            {
                // A package holds far more than a site should serve, so a missing list is more likely a slip than a wish.
                throw new RestoreException(
                    $"{library.Id} cannot be restored: its \"files\" must name each file to serve, without patterns.");
            }
            return library;
        }
    }

    private sealed class RestoreException : Exception
    {
        public RestoreException(string message)
            : base(message)
        {
        }
    }
}
