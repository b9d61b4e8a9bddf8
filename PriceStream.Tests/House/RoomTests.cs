using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>
/// Keeps the arrows of the table in docs/architecture.md: which room may reference which, and which packages.
/// The compiler cannot, because all rooms are one project.
/// </summary>
public sealed class RoomTests
{
    public static TheoryData<string> Rooms => [.. RoomTable.Rooms.Keys];

    [Fact]
    public void Every_folder_with_code_is_a_room() =>
        Assert.Equal(RoomTable.Rooms.Keys.Order(), SourceFile.All.Select(file => file.Room).Distinct().Order());

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_the_rooms_it_may_know(string room) =>
        AssertNone(
            from type in SiteCode.TypesOf(room)
            from use in CompiledCode.Uses(type)
            let target = SiteCode.PlaceOf(use.Used)
            where target is not null && !RoomTable.Rooms[room].Knows(SiteCode.RoomOf(target))
            select $"{SiteCode.PlaceOf(type)}.{use.Member} references {target}");

    /// <summary>The compiler replaces constants and nameof by their values: only the source shows where they came from.</summary>
    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_names_only_the_rooms_it_may_know(string room) =>
        AssertNone(
            from file in SourceFile.All
            where file.Room == room
            from named in file.RoomNames()
            where !RoomTable.Rooms[room].Knows(named.Room)
            select $"{file.Path} names {named.Name}");

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_packages_it_may(string room) =>
        AssertNone(
            from type in SiteCode.TypesOf(room)
            let place = SiteCode.PlaceOf(type)
            from use in CompiledCode.Uses(type)
            from package in RoomTable.Packages
            where IsPartOf(package, SiteCode.PackageOf(use.Used)) && !RoomTable.Rooms[room].Uses(package, place)
            select $"{place}.{use.Member} uses {package}: {use.Used.Name}");

    [Fact]
    public void No_room_is_imported_for_the_whole_project()
    {
        AssertNone(
            from file in SourceFile.All
            where file.Code.Contains("global using PriceStream", StringComparison.Ordinal)
            select file.Path);
        var project = Repository.Read("PriceStream.Web/PriceStream.Web.csproj");
        Assert.DoesNotContain("<Using Include=\"PriceStream", project, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_outside_every_room_references_none() =>
        AssertNone(
            from type in SiteCode.Types
            where SiteCode.PlaceOf(type) is null
            from use in CompiledCode.Uses(type)
            let target = SiteCode.PlaceOf(use.Used)
            where target is not null
            select $"{type.FullName}.{use.Member} references {target}");

    /// <summary>Every room may know the root files' constants by name without a using, so there are none.</summary>
    [Fact]
    public void The_root_files_expose_no_constants() =>
        AssertNone(
            from type in SiteCode.TypesOf(Room.Root)
            from field in type.Fields
            where field is { IsLiteral: true, IsPrivate: false }
            select $"{type.Name}.{field.Name}");

    [Fact]
    public void Only_the_endpoints_of_Prices_use_HTTP() =>
        AssertNone(
            from type in SiteCode.TypesOf("Prices")
            where !type.Name.EndsWith("Endpoints", StringComparison.Ordinal)
            from use in CompiledCode.Uses(type)
            where use.Used.Name == "HttpContext"
            select $"{type.Name}.{use.Member} uses HttpContext");

    private static bool IsPartOf(string package, string? assembly) =>
        assembly is not null && (assembly == package || assembly.StartsWith(package + ".", StringComparison.Ordinal));

    private static void AssertNone(IEnumerable<string> crossings)
    {
        var found = crossings.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
