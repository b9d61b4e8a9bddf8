namespace PriceStream.Build
{
    using System.Collections.Generic;
    using System.Linq;
    using System.Text.RegularExpressions;
    using System.Xml.Linq;

    /// <summary>One library of libman.json.</summary>
    internal sealed class FrontEndLibrary
    {
        /// <summary>name@version, as npm and LibMan both write it.</summary>
        public string Id { get; private set; }

        public string Name => Id.Substring(0, Id.LastIndexOf('@'));

        public string Destination { get; private set; }

        public List<string> Files { get; private set; }

        public string Target(string file) => Destination.TrimEnd('/') + "/" + file;

        public string Provider { get; private set; }

        /// <summary>The next build accepts files that are newer than the list, so `libman restore` always helps.</summary>
        public RestoreException Error(string why) =>
            new RestoreException($"{Id} cannot be restored: {why}, or put its files there with `libman restore`; then build again.");

        public static FrontEndLibrary Read(XElement item, XElement root)
        {
            var library = new FrontEndLibrary
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
                // A package has far more files than a site should serve, so a missing list is probably a mistake.
                throw new RestoreException(
                    $"{library.Id} cannot be restored: its \"files\" must name each file to serve, without patterns.");
            }
            return library;
        }
    }
}
