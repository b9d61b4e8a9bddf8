namespace PriceStream.Tests.House;

/// <summary>A row of the table of rooms.</summary>
/// <param name="Name">The folder under PriceStream.Web; empty for the root files.</param>
/// <param name="MayKnow">The rooms that this one may reference; null for all.</param>
internal sealed record Room(string Name, IReadOnlyList<string>? MayKnow, IReadOnlyList<PackagePermit> Packages)
{
    public const string Root = "";

    public bool Knows(string room) => room == Name || MayKnow is null || MayKnow.Contains(room);

    public bool Uses(string package, string type) => Packages.Any(permit => permit.Package == package && permit.Covers(type));
}
