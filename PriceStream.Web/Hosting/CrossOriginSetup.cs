using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Hosting;

/// <summary>
/// Lets pages of other origins read the JSON API and the stream (CORS), without cookies. It goes by the path, not by the endpoint, so
/// that a script can also read the errors that come without an endpoint: 404 and 405.
/// </summary>
public static class CrossOriginSetup
{
    private const string Policy = "api";
    private const string Api = "/api/v1";

    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(1);

    public static void AddCrossOrigin(this IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Bind<CrossOriginOptions>();
        services.AddSingleton(options);
        services.AddCors(cors => cors.AddPolicy(Policy, policy => Describe(policy, options)));
    }

    /// <summary>Call it before anything that responds, so that every response has the headers.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<CrossOriginOptions>();
        if (options.AllowsNone)
        {
            return;
        }

        app.UseWhen(context => context.Request.Path.StartsWithSegments(Api), api =>
        {
            if (!options.AllowsAny)
            {
                api.Use(VaryByOriginAsync);
            }

            api.UseCors(Policy);
        });
    }

    private static void Describe(CorsPolicyBuilder policy, CrossOriginOptions options)
    {
        policy
            .WithOrigins([.. options.AllowedOrigins])
            .WithMethods(HttpMethods.Get, HttpMethods.Head)
            .AllowAnyHeader()
            .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.Link, HeaderNames.ETag)
            .SetPreflightMaxAge(PreflightMaxAge);
    }

    // The framework adds it only where it allows an origin, and not for a list of one. A cache may not reuse the other responses either.
    private static Task VaryByOriginAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state => AddVaryAsync((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task AddVaryAsync(HttpResponse response)
    {
        var vary = response.Headers.GetCommaSeparatedValues(HeaderNames.Vary);
        if (!vary.Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
        {
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        return Task.CompletedTask;
    }
}
