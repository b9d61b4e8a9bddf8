using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Admin;
using PriceStream.Web.Pages.Admin;
using PriceStream.Web.Streaming;

namespace PriceStream.Tests.Admin;

/// <summary>Nobody but the administrator reaches the page or an action.</summary>
public sealed class AdminAccessTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "QUERY"];

    [Fact]
    public async Task Only_the_login_page_is_public()
    {
        await using var app = await AdminClient.StartSiteAsync();
        var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("admin", StringComparison.OrdinalIgnoreCase)).ToList();

        // Add a new page to this list, and decide here whether it is open.
        Assert.Equal(["admin", "admin/login"], pages.Select(page => page.RoutePattern.RawText!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(pages, page =>
            Assert.Equal(page.RoutePattern.RawText == "admin/login", page.Metadata.GetMetadata<IAllowAnonymous>() is not null));
    }

    [Fact]
    public async Task No_action_runs_without_a_login_whatever_the_method()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = new AdminClient(app);
        var token = await client.GetLoginTokenAsync();
        foreach (var method in Methods)
        {
            foreach (var query in (string[])["", "?handler=Nothing", .. Handlers(app).Select(name => "?handler=" + name)])
            {
                using var request = new HttpRequestMessage(new(method), "admin" + query);
                request.Content = method == "POST" ? new FormUrlEncodedContent([new(AdminClient.TokenField, token)]) : null;
                request.Headers.Add("Cookie", "pricestream-admin=CfDJ8made-up");
                using var answer = await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal("/admin/login", answer.Headers.Location?.OriginalString);
            }
        }

        Assert.False(app.Services.GetRequiredService<StreamHub>().Draining);
        Assert.Empty(app.Upstream.Asked);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "backups")));
        Assert.DoesNotContain(app.Log.All, line => line.Contains("The administrator requested", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_on_another_site_does_nothing_even_in_the_administrators_browser()
    {
        await using var app = await AdminClient.StartSiteAsync();
        using var client = await AdminClient.LogInAsync(app);
        foreach (var handler in Handlers(app))
        {
            using var answer = await client.PostAsync("admin?handler=" + handler, new() { [AdminClient.TokenField] = "made up" });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync("admin"));
        Assert.False(app.Services.GetRequiredService<StreamHub>().Draining);
    }

    // The actions of the table, and the handlers that the page model has besides.
    private static HashSet<string> Handlers(AppFactory app)
    {
        var own = typeof(IndexModel).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.Name.StartsWith("OnPost", StringComparison.Ordinal))
            .Select(method => method.Name["OnPost".Length..].Replace("Async", "", StringComparison.Ordinal));
        HashSet<string> all = [.. app.Services.GetRequiredService<AdminActions>().All.Select(action => action.Name), .. own];
        Assert.Superset(new HashSet<string> { "Sync", "Backup", "Drain", "Undrain", "Logout" }, all);
        return all;
    }
}
