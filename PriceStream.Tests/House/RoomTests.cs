using System.Text.RegularExpressions;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.House;

/// <summary>Keeps the arrows of the house: which room may know which. The compiler cannot, because all rooms are one project.</summary>
public sealed partial class RoomTests
{
    // Input is the porch: how settings and requests are read. Every room but Data's rows may use it.
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Input"] = [],
        ["Upstream"] = ["Input"],
        ["Streaming"] = ["Input"],
        ["Data"] = ["Input"],
        ["Prices"] = ["Input", "Upstream", "Data", "Streaming"],
        ["Items"] = ["Input", "Upstream", "Data"],
        ["Pages"] = ["Input", "Items", "Prices", "Data", "Admin"],
        ["Admin"] = ["Input", "Items", "Prices", "Upstream", "Data", "Streaming", "Observability"],
        ["Observability"] = ["Input"],
        ["Limits"] = ["Input"],
        ["Hosting"] = ["Input"],
    };

    private static readonly string[] MayUseEfCore = ["Data", "Items", "Prices"];

    public static TheoryData<string> Rooms => [.. MayKnow.Keys];

    [Fact]
    public void Every_folder_with_code_is_a_room() =>
        Assert.Equal(MayKnow.Keys.Order(), Directory.GetDirectories(Repository.WebFolder).Where(HasCode).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_it_may(string room)
    {
        foreach (var (file, text) in Sources(room))
        {
            var known = RoomName().Matches(text).Select(match => match.Groups[1].Value).Where(MayKnow.ContainsKey).Where(other => other != room);
            Assert.All(known, other => Assert.True(MayKnow[room].Contains(other), $"{file} knows {other}"));
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Only_the_rooms_that_ask_the_database_know_EF_Core(string room)
    {
        foreach (var (file, text) in Sources(room))
        {
            Assert.True(MayUseEfCore.Contains(room) || !text.Contains("EntityFrameworkCore", StringComparison.Ordinal), $"{file} uses EF Core");
        }
    }

    [Fact]
    public void Prices_knows_no_Razor_and_HTTP_only_in_its_endpoints()
    {
        foreach (var (file, text) in Sources("Prices"))
        {
            Assert.DoesNotContain("Microsoft.AspNetCore.Mvc", text, StringComparison.Ordinal);
            Assert.True(file.EndsWith("Endpoints.cs", StringComparison.Ordinal) || !text.Contains("HttpContext", StringComparison.Ordinal), $"{file} knows HttpContext");
        }
    }

    [GeneratedRegex(@"PriceStream\.Web\.(\w+)")]
    private static partial Regex RoomName();

    private static bool HasCode(string folder) =>
        Path.GetFileName(folder) is not ("bin" or "obj") && Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any();

    private static IEnumerable<(string File, string Text)> Sources(string room) =>
        Directory.EnumerateFiles(Path.Combine(Repository.WebFolder, room), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal))
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));
}
