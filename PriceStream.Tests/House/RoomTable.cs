using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>The table of rooms in docs/architecture.md.</summary>
internal static partial class RoomTable
{
    private const string RootFiles = "root files";
    private const string EveryRoom = "every room";

    public static IReadOnlyDictionary<string, Room> Rooms { get; } = Rows().Select(Parse).ToDictionary(room => room.Name);

    /// <summary>The packages that not every room may use.</summary>
    public static IReadOnlyList<string> Packages { get; } =
        [.. Rooms.Values.SelectMany(room => room.Packages).Select(permit => permit.Package).Distinct()];

    private static IEnumerable<string[]> Rows() =>
        Repository.Read("docs/architecture.md").Split('\n')
            .SkipWhile(line => !line.StartsWith("| room |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static Room Parse(string[] cells)
    {
        var name = cells[0] == RootFiles ? Room.Root : cells[0].Trim('`', '/');
        var mayKnow = cells[2] == EveryRoom ? null : Quoted().Matches(cells[2]).Select(match => match.Groups[1].Value).ToList();
        var packages = Permits().Matches(cells[3]).Select(match => new PackagePermit(match.Groups[1].Value, PartOf(match)));
        return new(name, mayKnow, [.. packages]);
    }

    private static string PartOf(Match permit) => permit.Groups[2].Success ? permit.Groups[2].Value : "*";

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("`([^`]+)`(?: in `([^`]+)`)?")]
    private static partial Regex Permits();
}
