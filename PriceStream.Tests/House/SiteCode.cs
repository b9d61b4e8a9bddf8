using Mono.Cecil;

namespace PriceStream.Tests.House;

/// <summary>
/// The compiled site. A type's place is "Room/Folder/Type", "Type" for one of the root files, and null where it belongs to no room.
/// </summary>
internal static class SiteCode
{
    private const string Namespace = "PriceStream.Web";

    private static readonly ModuleDefinition Site = ModuleDefinition.ReadModule(typeof(Program).Assembly.Location);

    public static IReadOnlyList<TypeDefinition> Types { get; } = [.. Site.Types];

    public static string? PlaceOf(TypeReference type) =>
        type.Scope != Site || type is not TypeDefinition definition ? null
        : PageFile(definition) ?? (type.FullName == nameof(Program) ? type.Name : PlaceByNamespace(type));

    public static string RoomOf(string place) => place.Contains('/') ? place[..place.IndexOf('/')] : Room.Root;

    public static IEnumerable<TypeDefinition> TypesOf(string room) =>
        Types.Where(type => PlaceOf(type) is { } place && RoomOf(place) == room);

    /// <summary>The assembly of a type that is not the site's own.</summary>
    public static string? PackageOf(TypeReference type) => (type.Scope as AssemblyNameReference)?.Name;

    private static string? PlaceByNamespace(TypeReference type) =>
        type.Namespace == Namespace ? NameOf(type)
        : type.Namespace.StartsWith(Namespace + ".", StringComparison.Ordinal)
            ? $"{type.Namespace[(Namespace.Length + 1)..].Replace('.', '/')}/{NameOf(type)}"
            : null;

    // The compiler calls List<T> List`1.
    private static string NameOf(TypeReference type) => type.Name.Split('`')[0];

    // A compiled page carries the path of the file it was made from.
    private static string? PageFile(TypeDefinition type) =>
        type.CustomAttributes
            .Where(each => each.AttributeType.Name == "RazorCompiledItemMetadataAttribute")
            .Where(each => "Identifier".Equals(each.ConstructorArguments[0].Value))
            .Select(each => ((string)each.ConstructorArguments[1].Value).TrimStart('/'))
            .SingleOrDefault();
}
