namespace PriceStream.Build
{
    using System;
    using System.IO;
    using System.Linq;
    using Microsoft.Build.Framework;
    using Microsoft.Build.Utilities;

    /// <summary>
    /// Writes what browsers get of the site's own scripts: the lines without their indentation, and without those that are comments.
    /// MSBuild compiles it for .NET Standard 2.0, and only when a script has changed.
    /// </summary>
    public sealed class TrimScripts : Task
    {
        private static readonly string[] CommentStarts = { "//", "/**", "* ", "*/" };

        [Required]
        public ITaskItem[] Scripts { get; set; }

        [Required]
        public string Folder { get; set; }

        public override bool Execute()
        {
            foreach (var script in Scripts)
            {
                // A test keeps literals from spanning lines, so that no line is part of one.
                var lines = File.ReadLines(script.ItemSpec).Select(line => line.Trim()).Where(line => line != "" && !IsComment(line));
                var folder = Path.Combine(Folder, script.GetMetadata("RecursiveDir"));
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, Path.GetFileName(script.ItemSpec)), string.Join("\n", lines) + "\n");
            }
            return true;
        }

        private static bool IsComment(string line) =>
            line == "*" || CommentStarts.Any(start => line.StartsWith(start, StringComparison.Ordinal));
    }
}
