using System.Net;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;

namespace PriceStream.Tests.Admin;

/// <summary>Who can log in, and for how long.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task Without_a_password_the_site_has_no_admin_page_and_writes_no_key()
    {
        await using var app = await AppFactory.StartAsync();
        using var client = new AdminClient(app);

        foreach (var path in (string[])["admin", "admin/login", "admin?handler=Drain", "Admin/Index"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(path));
            using var posted = await client.PostAsync(path, []);
            Assert.True(posted.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed); // as at any unknown path
        }

        Assert.False(Directory.Exists(Path.Combine(app.Folder, "keys")));
    }

    [Fact]
    public async Task The_right_password_opens_the_page_and_logging_out_closes_it()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));

        var cookie = client.Cookies.Single(cookie => cookie.Name == "pricestream-admin");
        using (await client.PressAsync("Logout"))
        {
            Assert.Equal(HttpStatusCode.Redirect, await client.StatusAsync("admin"));
        }

        // A stolen copy of the cookie has ended as well.
        using var thief = ClientWith(app.Http.BaseAddress!, cookie);
        using var answer = await thief.GetAsync(new Uri("admin", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("/admin/login", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_a_reason()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = new AdminClient(app);

        foreach (var wrong in (string[])["", "wrong", AdminClient.Password + " ", new('x', 5000)])
        {
            using var answer = await client.TryAsync(wrong);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("Wrong password.", page, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, await client.StatusAsync("admin"));
    }

    [Fact]
    public async Task The_cookie_is_same_site_and_over_HTTPS_bound_to_the_host()
    {
        await using var app = await AdminClient.StartSiteAsync(("Proxy:KnownNetworks", "127.0.0.1"));
        using var client = new AdminClient(app);
        using (var answer = await client.TryAsync(AdminClient.Password))
        {
            var cookie = SetCookieOf(answer, "pricestream-admin");
            Assert.Contains("; samesite=strict; httponly", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("expires", cookie, StringComparison.Ordinal); // it ends with the browser at the latest
        }

        client.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using (var answer = await client.TryAsync(AdminClient.Password))
        {
            var cookie = SetCookieOf(answer, "__Host-pricestream-admin");
            Assert.EndsWith("; path=/; secure; samesite=strict; httponly", cookie, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_login_ends_after_eight_hours()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);

        app.Clock.Advance(AdminSession.Life - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Redirect, await client.StatusAsync("admin"));
    }

    [Fact]
    public async Task A_login_survives_a_restart_but_not_a_changed_password()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-");
        Cookie cookie;
        await using (var app = await AdminClient.StartSiteAsync(folder.FullName))
        {
            using var client = await AdminClient.LogInAsync(app);
            cookie = client.Cookies.Single(cookie => cookie.Name == "pricestream-admin");
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAfterRestartAsync(AdminClient.Hash));
        var anotherHashOfTheSame = PasswordHash.Of(AdminClient.Password).ToString();
        Assert.Equal(HttpStatusCode.Redirect, await StatusAfterRestartAsync(anotherHashOfTheSame));

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);

        async Task<HttpStatusCode> StatusAfterRestartAsync(string hash)
        {
            await using var app = await AppFactory.StartAsync(folder.FullName, ("Admin:PasswordHash", hash));
            using var http = ClientWith(app.Http.BaseAddress!, cookie);
            using var answer = await http.GetAsync(new Uri("admin", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Fifty_wrong_passwords_from_ten_addresses_do_not_lock_the_administrator_out()
    {
        await using var app = await AdminClient.StartSiteAsync(("Proxy:KnownNetworks", "127.0.0.1"));
        for (var stranger = 1; stranger <= 10; stranger++)
        {
            using var client = new AdminClient(app);
            client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", $"192.0.2.{stranger}");
            for (var tries = 0; tries < LoginAttempts.AtOnce; tries++)
            {
                using var wrong = await client.TryAsync("wrong");
                Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
            }
        }

        foreach (var home in (string[])["198.51.100.1", "127.0.0.1"])
        {
            using var client = new AdminClient(app);
            client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", home);
            using var right = await client.TryAsync(AdminClient.Password);
            Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        }
    }

    [Fact]
    public async Task After_too_many_wrong_passwords_even_the_right_one_has_to_wait_a_minute()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = new AdminClient(app);
        for (var tries = 0; tries < LoginAttempts.AtOnce; tries++)
        {
            using var wrong = await client.TryAsync("wrong");
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        }

        using (var right = await client.TryAsync(AdminClient.Password))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
            Assert.Equal(LoginAttempts.Interval, right.Headers.RetryAfter?.Delta);
        }

        app.Clock.Advance(LoginAttempts.Interval);
        using var later = await client.TryAsync(AdminClient.Password);
        Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
    }

    private static HttpClient ClientWith(Uri address, Cookie cookie)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie.Name}={cookie.Value}");
        return client;
    }

    private static string SetCookieOf(HttpResponseMessage answer, string name) =>
        answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal));
}
