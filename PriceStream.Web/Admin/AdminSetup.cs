using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using PriceStream.Web.Data.Sqlite;
using PriceStream.Web.Hosting;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Admin;

/// <summary>The administrator's part of the site. Without a password there is nothing of it: no page, no cookie, no key.</summary>
public static class AdminSetup
{
    public static void AddAdmin(this IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Bind<AdminOptions>();
        services.AddSingleton(options);
        if (!options.Enabled)
        {
            services.AddDataProtection().UseEphemeralDataProtectionProvider(); // Razor Pages want one, and would write keys somewhere
            return;
        }

        services.AddSingleton<LoginAttempts>();
        services.AddSingleton<AdminSession>();
        services.AddSingleton<AdminActions>();
        services.AddSingleton<AdminOverview>();
        services.AddSingleton<MeterTotals>();
        AddKeys(services);
        services.AddAuthentication(AdminSession.Name).AddCookie(AdminSession.Name, Describe);
        services.AddAuthorizationBuilder().AddPolicy(AdminSession.Name, policy => policy.AddAuthenticationSchemes(AdminSession.Name).RequireAuthenticatedUser());
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "pricestream-form";
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    /// <summary>After routing.</summary>
    public static void UseAdmin(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<AdminOptions>().Enabled)
        {
            app.ApplicationServices.GetRequiredService<AdminOverview>(); // counts from here on
            app.UseAuthentication();
            app.UseAuthorization();
        }
    }

    private static void Describe(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "pricestream-admin";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.CookieManager = new HostCookies();
        cookie.ExpireTimeSpan = AdminSession.Life;
        cookie.SlidingExpiration = false;
        cookie.Events.OnRedirectToLogin = context =>
        {
            context.Response.Redirect(context.Request.PathBase + "/admin/login"); // there is one page to come back to
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<AdminSession>().CheckAsync(context);
    }

    // Beside the database, so that a login outlives the container that it began in.
    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("PriceStream");
        services.AddOptions<KeyManagementOptions>().Configure<DatabaseFile, ILoggerFactory>((keys, database, loggers) =>
        {
            var folder = Path.Combine(database.Folder, "keys");
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            keys.XmlRepository = new FileSystemXmlRepository(new(folder), loggers);
        });
        // That the keys lie there unencrypted is so by choice: whoever reads that folder also has the database.
        services.Configure<LoggerFilterOptions>(log => log.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }
}
