using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Polly.CircuitBreaker;
using PriceStream.Web.Requests;
using PriceStream.Web.Upstream;

namespace PriceStream.Web.Demo;

/// <summary>The demo market's control surface, for testers. With real prices it does not exist.</summary>
public static class DemoEndpoints
{
    private const int MaxBodyBytes = 16 << 10;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static void MapDemoControl(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<DemoControl>() is null)
        {
            return;
        }

        var control = routes.MapGroup("/demo/control").ExcludeFromDescription().WithHead();
        control.MapGet("", (DemoControl demo, TimeProvider clock) => Answer(demo, clock, poll: null));
        control.MapPost("", PostAsync);
    }

    private static async Task<Results<JsonHttpResult<DemoStateJson>, ValidationProblem, ProblemHttpResult>> PostAsync(
        HttpContext context, DemoControl demo, DemoMarket market, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Another site can make a tester's browser send a form, but not JSON.
        if (!context.Request.HasJsonContentType())
        {
            return TypedResults.Problem(
                "The body must be JSON with the content type application/json.",
                statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        var reader = new DemoCommandReader(market);
        DemoCommand? command = null;
        try
        {
            command = await ReadAsync(context, reader, cancellationToken);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TypedResults.Problem($"The body must be at most {MaxBodyBytes} bytes.", statusCode: error.StatusCode);
        }
        catch (JsonException)
        {
            reader.RefuseBody();
        }

        if (command is null || reader.Errors is not null)
        {
            return TypedResults.ValidationProblem(reader.Errors!);
        }

        demo.Do(command);
        var poll = command.Step is null ? null : await PollAsync(context.RequestServices, cancellationToken);
        return Answer(demo, clock, poll);
    }

    private static async Task<DemoCommand> ReadAsync(HttpContext context, DemoCommandReader reader, CancellationToken cancellationToken)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBodyBytes;
        using var body = await JsonDocument.ParseAsync(context.Request.Body, Strict, cancellationToken);
        return reader.Read(body.RootElement);
    }

    // Earlier failures may have opened the circuit, which must not make the step's poll fail.
    private static async Task<DemoPollJson> PollAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<CircuitBreakerManualControl>().CloseAsync(cancellationToken);
        var result = await services.GetRequiredService<PollNow>()(cancellationToken);
        return new(result.Succeeded, result.Reason, result.LastEventId);
    }

    private static JsonHttpResult<DemoStateJson> Answer(DemoControl demo, TimeProvider clock, DemoPollJson? poll)
    {
        var (time, manual, failure, prices) = demo.State;
        var state = new DemoStateJson(
            MarketTime: time,
            SiteTime: clock.GetUtcNow().ToUnixTimeSeconds(),
            Manual: manual,
            Fault: failure is null ? null : new(failure.Kind, failure.Path, failure.Count, failure.Milliseconds),
            Set: prices.ToDictionary(price => price.Key.ToString(CultureInfo.InvariantCulture), price => price.Value.Price),
            Poll: poll);
        return TypedResults.Json(state, DemoJsonContext.Default.DemoStateJson);
    }
}
