using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using PriceStream.Web.Settings;

namespace PriceStream.Web.Upstream;

/// <summary>Registers the client of the price source: how long it waits, how often it tries, what it reads at most.</summary>
public static class UpstreamSetup
{
    public static UpstreamOptions AddUpstream(this IServiceCollection services, SettingsReader settings)
    {
        var options = UpstreamOptions.Read(settings);
        services.AddSingleton(options);
        services.AddSingleton(_ => new CircuitBreakerManualControl());
        var client = services.AddHttpClient<UpstreamClient>(http =>
        {
            http.BaseAddress = options.BaseAddress;
            http.Timeout = Timeout.InfiniteTimeSpan; // the pipeline below has the limits
            http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent(options));
            http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        });
        // Each path has a pipeline, and so a circuit, of its own: a series that fails must not keep the prices from being polled.
        client.AddResilienceHandler("upstream", (pipeline, context) => Configure(pipeline, options, context.ServiceProvider))
            .SelectPipelineBy(_ => request => request.RequestUri!.Segments[^1]);
        client.AddHttpMessageHandler(() => new BoundedBodyHandler(options.MaxAnswerBytes));
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxAutomaticRedirections = 3,
        });
        return options;
    }

    private static string UserAgent(UpstreamOptions options)
    {
        var version = typeof(UpstreamSetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return $"PriceStream/{version}" + (options.Contact.Length > 0 ? $" ({options.Contact})" : "");
    }

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, UpstreamOptions options, IServiceProvider services)
    {
        pipeline.TimeProvider = services.GetRequiredService<TimeProvider>();
        pipeline.AddTimeout(TimeSpan.FromSeconds(30));
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(1),
            ShouldRetryAfterHeader = true,
            // A source that asks for a longer rest gets it: the poll ends, and the next one waits.
            ShouldHandle = attempt => ValueTask.FromResult(
                HttpClientResiliencePredicates.IsTransient(attempt.Outcome) && !(attempt.Outcome.Result?.Headers.RetryAfter?.Delta > TimeSpan.FromSeconds(10))),
        });
        pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = 0.9,
            MinimumThroughput = 6,
            SamplingDuration = TimeSpan.FromSeconds(Math.Clamp(4 * options.PollSeconds, 30, 86_400)), // a day is the longest that there can be
            // Shorter than a poll interval, so that an open circuit costs one poll at most once the source is back.
            BreakDuration = TimeSpan.FromSeconds(Math.Clamp(0.8 * options.PollSeconds, 0.5, 30)),
            ManualControl = services.GetRequiredService<CircuitBreakerManualControl>(),
        });
        pipeline.AddTimeout(TimeSpan.FromSeconds(10));
    }
}
