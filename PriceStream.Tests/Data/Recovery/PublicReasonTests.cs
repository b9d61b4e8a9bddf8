using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Data.Recovery;

namespace PriceStream.Tests.Data.Recovery;

/// <summary>Visitors read why prices are not stored, but no path of the server and no message of its system.</summary>
public sealed class PublicReasonTests
{
    private static readonly string[] Public = ["", "fault", "health/ready", "health/freshness", "api/v1/prices/current", "api/v1/nowhere"];

    [Theory]
    [InlineData(13, 13, "the disk is full")]
    [InlineData(8, 8, "the database is read-only")]
    [InlineData(10, 10, "the disk cannot be written")]
    [InlineData(10, 266, "the disk cannot be read")]
    [InlineData(14, 14, "the database cannot be opened")]
    [InlineData(11, 11, "the database file is damaged")]
    public async Task Pages_the_stream_and_health_name_the_reason_without_a_path(int code, int extendedCode, string reason)
    {
        await using var app = await AdminClient.StartSiteAsync(("Upstream:Mode", "Demo"));
        await app.RefreshCatalogueAsync();
        app.Services.GetRequiredService<StorageState>().Report(new SqliteException("disk I/O error", code, extendedCode));
        await app.PollAsync();
        await using var stream = await SseReader.ConnectAsync(app.Http, "?items=4151");

        var feed = await stream.NextAsync("feed");
        Assert.Equal(reason, (string)feed.Json["reason"]!);
        Assert.Contains($"not stored:</strong> {reason}.", await ReadAsync(app, ""), StringComparison.Ordinal);
        Assert.Contains(reason, await ReadAsync(app, "health/ready"), StringComparison.Ordinal);
        foreach (var path in Public)
        {
            Assert.DoesNotContain(app.Folder, await ReadAsync(app, path), StringComparison.Ordinal);
        }

        using var admin = await AdminClient.LogInAsync(app);
        Assert.Contains(app.Folder, (await admin.GetAsync("admin")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/srv/other/file.db is odd")]
    [InlineData("C:\\data\\file.db is odd")]
    public async Task A_reason_with_a_path_that_is_not_the_databases_is_replaced(string reason)
    {
        await using var app = await AppFactory.StartAsync();
        var state = app.Services.GetRequiredService<StorageState>();
        state.Report(StorageFailureKind.Unwritable, reason);

        Assert.Equal((reason, "the database cannot be used"), (state.Failure!.Reason, state.Failure.PublicReason));
    }

    private static async Task<string> ReadAsync(AppFactory app, string path)
    {
        using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
