using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using PriceStream.Web.Data;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Admin;

/// <summary>Registers the administrator's pages. Without a password there are none: no page, no cookie, no key.</summary>
public static class AdminSetup
{
    public static void AddAdmin(this IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Bind<AdminOptions>();
        services.AddSingleton(options);
        if (!options.Enabled)
        {
            services.AddDataProtection().UseEphemeralDataProtectionProvider(); // Razor Pages need one, and would write keys to disk
            return;
        }

        services.AddSingleton<LoginAttempts>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<AdminSession>();
        AddPage(services);
        AddKeys(services);
        services.AddAuthentication(AdminSession.Name).AddCookie(AdminSession.Name, Describe);
        services.AddAuthorizationBuilder().AddPolicy(
            AdminSession.Name, policy => policy.AddAuthenticationSchemes(AdminSession.Name).RequireAuthenticatedUser());
    }

    /// <summary>Call it after routing.</summary>
    public static void UseAdmin(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<AdminOptions>().Enabled)
        {
            app.ApplicationServices.GetRequiredService<AdminClock>(); // remembers when the site started
            app.UseAuthentication();
            app.UseAuthorization();
        }
    }

    private static void AddPage(IServiceCollection services)
    {
        services.AddSingleton<AdminActions>();
        services.AddSingleton<AdminActionRunner>();
        services.AddSingleton<AdminClock>();
        services.AddSingleton<StreamsSection>();
        services.AddSingleton<CatalogueSection>();
        services.AddSingleton<PollerFacts>();
        services.AddSingleton<UpstreamSection>();
        services.AddSingleton<StorageSection>();
        services.AddSingleton<CacheSection>();
        services.AddSingleton<JobsSection>();
        services.AddSingleton<TaxSection>();
        services.AddSingleton<AdminPage>();
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
            // Without a return URL, because /admin is the only page to return to.
            context.Response.Redirect(context.Request.PathBase + "/admin/login");
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = context =>
            context.HttpContext.RequestServices.GetRequiredService<AdminSession>().CheckAsync(context);
    }

    // The keys lie beside the database, so that a login survives a new container.
    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("PriceStream");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((keys, data, loggers) =>
            keys.XmlRepository = new LoginKeys(new(Path.Combine(data.Path, "keys")), loggers));
        // The keys are unencrypted on purpose, so the warning about it is off: anyone who can read that folder has the database too.
        services.Configure<LoggerFilterOptions>(log =>
            log.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }
}
