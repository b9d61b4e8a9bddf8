using System.IO.Enumeration;

namespace PriceStream.Tests.House;

/// <summary>Permission to use a package.</summary>
/// <param name="Package">The name of the package's assemblies, or its beginning up to a dot.</param>
/// <param name="Part">Where the permission holds: a folder ("Relay/"), the name of a type ("*Job"), or "*" for the whole room.</param>
internal sealed record PackagePermit(string Package, string Part)
{
    /// <param name="type">A type as "Room/Folder/Type".</param>
    public bool Covers(string type) => Part.EndsWith('/')
        ? type.Contains("/" + Part, StringComparison.Ordinal)
        : FileSystemName.MatchesSimpleExpression(Part, type.AsSpan(type.LastIndexOf('/') + 1), ignoreCase: false);
}
