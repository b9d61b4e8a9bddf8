using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using PriceStream.Web.Settings;
using PriceStream.Web.Upstream.Icons;

namespace PriceStream.Web.Upstream;

/// <summary>Registers the client of the price API: how long it waits, how often it retries, how much it reads.</summary>
public static class UpstreamSetup
{
    /// <summary>The longest Retry-After for which a request waits. Any retries must fit into its time limit.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public static UpstreamOptions AddUpstream(this IServiceCollection services, SettingsReader settings)
    {
        var options = settings.Bind<UpstreamOptions>();
        services.AddSingleton(options);
        services.AddSingleton<UpstreamVersions>();
        services.AddSingleton<UpstreamRefusals>();
        services.AddSingleton<UpstreamPauses>();
        services.AddSingleton<UpstreamBudget>();
        services.AddSingleton(_ => new CircuitBreakerManualControl());
        var client = services.AddHttpClient<UpstreamClient>(http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan; // the pipeline below limits the time
            http.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent(options));
            http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        });
        // Each path has its own pipeline and circuit, so that one failing route does not stop the polls.
        client.AddResilienceHandler("upstream", (pipeline, context) => Configure(pipeline, options, context.ServiceProvider))
            .SelectPipelineBy(_ => request => request.RequestUri!.Segments[^1]);
        client.AddHttpMessageHandler(provider => new BudgetHandler(provider.GetRequiredService<UpstreamBudget>()));
        client.AddHttpMessageHandler(() => new BoundedBodyHandler(options.MaxAnswerBytes));
        client.ConfigurePrimaryHttpMessageHandler(provider => Network(provider.GetRequiredService<TimeProvider>()));
        services.AddIconClient(UserAgent(options));
        return options;
    }

    private static SocketsHttpHandler Network(TimeProvider clock) => new()
    {
        ConnectCallback = (context, cancellationToken) =>
            HappyEyeballs.Network(clock).ConnectAsync(context.DnsEndPoint, cancellationToken),
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        MaxAutomaticRedirections = 3,
    };

    private static string UserAgent(UpstreamOptions options)
    {
        var attribute = typeof(UpstreamSetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var name = $"PriceStream/{attribute?.InformationalVersion.Split('+')[0]}";
        return options.Contact.Length > 0 ? $"{name} ({options.Contact})" : name;
    }

    private static void Configure(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, UpstreamOptions options, IServiceProvider services)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        pipeline.TimeProvider = clock;
        pipeline.AddTimeout(TimeSpan.FromSeconds(30)); // all attempts together
        pipeline.AddRetry(Retry(clock));
        pipeline.AddCircuitBreaker(CircuitBreaker(options.PollSeconds, services.GetRequiredService<CircuitBreakerManualControl>()));
        pipeline.AddTimeout(TimeSpan.FromSeconds(10)); // one attempt
    }

    private static HttpRetryStrategyOptions Retry(TimeProvider clock) => new()
    {
        MaxRetryAttempts = 2,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(1),
        ShouldRetryAfterHeader = true,
        // A longer Retry-After ends this poll, and later polls wait for it.
        ShouldHandle = attempt => ValueTask.FromResult(
            HttpClientResiliencePredicates.IsTransient(attempt.Outcome)
            && !(attempt.Outcome.Result is { } response && UpstreamResponses.RetryAfter(response, clock) > LongestWait)),
    };

    private static HttpCircuitBreakerStrategyOptions CircuitBreaker(int pollSeconds, CircuitBreakerManualControl control) => new()
    {
        FailureRatio = 0.9,
        MinimumThroughput = 6,
        SamplingDuration = TimeSpan.FromSeconds(Math.Clamp(4 * pollSeconds, 30, 86_400)), // Polly's longest is a day
        // Shorter than a poll interval, so that an open circuit costs one poll at most once the upstream is back.
        BreakDuration = TimeSpan.FromSeconds(Math.Clamp(0.8 * pollSeconds, 0.5, 30)),
        ManualControl = control,
    };
}
