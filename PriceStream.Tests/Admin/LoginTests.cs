using System.Net;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;
using PriceStream.Web.Requests;

namespace PriceStream.Tests.Admin;

/// <summary>Who gets in, for how long, and how often one may try.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task Without_a_password_there_is_no_administrators_page_and_no_key_is_written()
    {
        await using var app = await AppFactory.StartAsync();
        using var client = new AdminClient(app);

        foreach (var path in (string[])["admin", "admin/login", "admin?handler=Drain", "Admin/Index"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(path));
            using var posted = await client.PostAsync(path, []);
            Assert.Contains(posted.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]); // as at any path that there is not
        }

        Assert.False(Directory.Exists(Path.Combine(app.Folder, "keys")));
    }

    [Fact]
    public async Task The_right_password_opens_the_page_and_a_logout_closes_it()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));

        var cookie = client.Cookies.Single(cookie => cookie.Name == "pricestream-admin");
        using (await client.PressAsync("Logout"))
        {
            Assert.Equal(HttpStatusCode.Redirect, await client.StatusAsync("admin"));
        }

        // What somebody has copied before is closed as well.
        using var thief = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Http.BaseAddress };
        thief.DefaultRequestHeaders.Add("Cookie", $"{cookie.Name}={cookie.Value}");
        using var answer = await thief.GetAsync(new Uri("admin", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("/admin/login", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_is_no_login()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = new AdminClient(app);

        foreach (var wrong in (string[])["", "wrong", AdminClient.Password + " ", new('x', 5000)])
        {
            using var answer = await client.TryAsync(wrong);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("That is not the password.", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, await client.StatusAsync("admin"));
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_alone_and_over_HTTPS_for_this_host_alone()
    {
        await using var app = await AdminClient.StartSiteAsync(null, ("Proxy:KnownNetworks", "127.0.0.1"));
        using var client = new AdminClient(app);
        using (var answer = await client.TryAsync(AdminClient.Password))
        {
            var cookie = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("pricestream-admin=", StringComparison.Ordinal));
            Assert.Contains("; samesite=strict; httponly", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("expires", cookie, StringComparison.Ordinal); // it goes with the browser, at the latest
        }

        client.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using (var answer = await client.TryAsync(AdminClient.Password))
        {
            var cookie = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-pricestream-admin=", StringComparison.Ordinal));
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
    public async Task A_login_outlives_a_restart_but_not_another_password()
    {
        var folder = Directory.CreateTempSubdirectory("pricestream-");
        Cookie cookie;
        await using (var app = await AdminClient.StartSiteAsync(folder.FullName))
        {
            using var client = await AdminClient.LogInAsync(app);
            cookie = client.Cookies.Single(cookie => cookie.Name == "pricestream-admin");
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAfterRestartAsync(AdminClient.Hash));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAfterRestartAsync(PasswordHash.Of(AdminClient.Password).ToString())); // even the same, hashed anew

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);

        async Task<HttpStatusCode> StatusAfterRestartAsync(string hash)
        {
            await using var app = await AppFactory.StartAsync(folder.FullName, ("Admin:PasswordHash", hash));
            using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Http.BaseAddress };
            http.DefaultRequestHeaders.Add("Cookie", $"{cookie.Name}={cookie.Value}");
            using var answer = await http.GetAsync(new Uri("admin", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task After_five_wrong_ones_an_address_waits_even_with_the_right_one()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = new AdminClient(app);
        for (var tries = 0; tries < LoginAttempts.OfAddress; tries++)
        {
            using var wrong = await client.TryAsync("wrong");
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        }

        using (var right = await client.TryAsync(AdminClient.Password))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
            Assert.Equal(LoginAttempts.Window, right.Headers.RetryAfter?.Delta);
        }

        app.Clock.Advance(LoginAttempts.Window);
        using var later = await client.TryAsync(AdminClient.Password);
        Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
    }

    [Fact]
    public void Many_addresses_guess_no_faster_than_a_few()
    {
        var attempts = new LoginAttempts(TimeProvider.System);
        var allowed = Enumerable.Range(1, 1000).Count(address => attempts.TryBegin(new ClientAddress(false, (ulong)address)) is null);
        Assert.Equal(LoginAttempts.OfAll, allowed);
    }

    [Fact]
    public void The_right_password_gives_its_tries_back()
    {
        var (attempts, home) = (new LoginAttempts(TimeProvider.System), new ClientAddress(false, 1));
        for (var logins = 0; logins < 10 * LoginAttempts.OfAll; logins++)
        {
            Assert.Null(attempts.TryBegin(home));
            attempts.Succeeded(home);
        }
    }

    [Fact]
    public void A_hash_knows_its_password_and_nothing_that_is_almost_one()
    {
        var hash = PasswordHash.Of("correct horse battery");
        var text = hash.ToString();

        Assert.Matches(@"^v1\.[0-9]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", text); // no shell and no compose file changes that
        Assert.True(PasswordHash.Parse(text)!.Matches("correct horse battery"));
        Assert.False(PasswordHash.Parse(text)!.Matches("correct horse batterz"));
        Assert.NotEqual(text, PasswordHash.Of("correct horse battery").ToString());
        foreach (var broken in (string[])["", "secret", text[..^1], text + "A", text.Replace("v1.", "v2.", StringComparison.Ordinal), text.Replace(".210000.", ".1.", StringComparison.Ordinal), text.Replace(".210000.", ".99999999.", StringComparison.Ordinal), "v1.210000.." , text.Replace('.', '$')])
        {
            Assert.Null(PasswordHash.Parse(broken));
        }
    }
}
