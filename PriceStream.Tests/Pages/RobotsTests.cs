using PriceStream.Tests.Support;

namespace PriceStream.Tests.Pages;

/// <summary>What search engines are asked to leave alone.</summary>
public sealed class RobotsTests
{
    [Fact]
    public async Task Robots_txt_asks_crawlers_to_leave_the_api_and_the_administrator_alone()
    {
        await using var app = await AppFactory.StartAsync();
        using var answer = await app.Http.GetAsync(new Uri("robots.txt", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((200, "text/plain"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');
        Assert.Equal(["User-agent: *", "Disallow: /api/", "Disallow: /admin", "Disallow: /demo", ""], lines);
    }
}
