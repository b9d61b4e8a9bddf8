namespace PriceStream.Build
{
    using System;
    using System.Collections.Generic;
    using System.Diagnostics;
    using System.IO;
    using System.Linq;
    using System.Threading;
    using Microsoft.Build.Framework;
    using Microsoft.Build.Utilities;

    /// <summary>
    /// Restores the files that libman.json lists, with npm. Its providers jsdelivr and unpkg serve npm packages file by file,
    /// so the files are the same.
    /// MSBuild compiles it for .NET Standard 2.0, together with the other files here, and only when there is something to fetch.
    /// </summary>
    public sealed class FetchFrontEndLibraries : Task
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        [Required]
        public string List { get; set; }

        /// <summary>The folder of the record of the last restore: libman.json and files.txt.</summary>
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
            // Read once, so that the hash below belongs to the restored list even if the file is saved again meanwhile.
            var list = File.ReadAllBytes(List);
            var libraries = FrontEndLibraryList.Read(list);
            var restored = Restored();
            foreach (var library in libraries)
            {
                var there = library.Files.All(file => File.Exists(Path.Combine(Root, library.Target(file))));
                var before = restored.FirstOrDefault(r => r.Destination == library.Destination && r.Name == library.Name);
                if (there && before?.Id == library.Id)
                {
                    continue;
                }
                // LibMan or a container stage put them there: they are newer than the list.
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
                    Log.LogMessage(MessageImportance.High, "Continuing with the existing files. {0}", e.Message);
                }
            }
            File.WriteAllLines(Path.Combine(Record, "files.txt"), libraries.SelectMany(l => l.Files.Select(l.Target)));
            File.WriteAllBytes(RestoredList, list);
        }

        private void Fetch(FrontEndLibrary library)
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
            NpmInstall.Run(library, folder);

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
                // npm dates its files 1985, but browsers and builds compare dates.
                File.SetLastWriteTimeUtc(target, DateTime.UtcNow);
            }
            DeleteFolder(folder);
        }

        private List<FrontEndLibrary> Restored()
        {
            try
            {
                return File.Exists(RestoredList) ? FrontEndLibraryList.Read(File.ReadAllBytes(RestoredList)) : new List<FrontEndLibrary>();
            }
            catch (RestoreException)
            {
                return new List<FrontEndLibrary>(); // half written when a build was killed: fetch everything again
            }
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
    }
}
