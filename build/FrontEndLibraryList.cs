namespace PriceStream.Build
{
    using System;
    using System.Collections.Generic;
    using System.Linq;
    using System.Runtime.Serialization.Json;
    using System.Xml;
    using System.Xml.Linq;

    /// <summary>Reads libman.json.</summary>
    internal static class FrontEndLibraryList
    {
        public static List<FrontEndLibrary> Read(byte[] json)
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
                ?? throw new RestoreException("There is no \"libraries\" in the file. `libman init` writes an empty list.");
            return libraries.Elements().Select(library => FrontEndLibrary.Read(library, root)).ToList();
        }
    }
}
