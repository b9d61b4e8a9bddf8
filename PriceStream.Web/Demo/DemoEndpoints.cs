using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using PriceStream.Web.Prices;
using PriceStream.Web.Streaming;

namespace PriceStream.Web.Demo;

/// <summary>The demo market's control surface for testers. Where prices are real, there is none.</summary>
public static class DemoEndpoints
{
    private const int MaxBytes = 16 << 10;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static void MapDemoControl(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<DemoControl>() is null)
        {
            return;
        }

        var control = routes.MapGroup("/demo/control").ExcludeFromDescription();
        control.MapGet("", (DemoControl demo, TimeProvider clock) => TypedResults.Json(StateOf(demo, clock, null), DemoJsonContext.Default.DemoStateJson));
        control.MapPost("", PostAsync);
    }

    private static async Task<Results<JsonHttpResult<DemoStateJson>, ValidationProblem, ProblemHttpResult>> PostAsync(
        HttpContext context, DemoControl demo, DemoMarket market, PricePollJob polls, FeedState feed, StreamHub hub, TimeProvider clock, CancellationToken cancellationToken)
    {
        // A form of another site can be sent from a tester's browser, but not as JSON.
        if (!context.Request.HasJsonContentType())
        {
            return TypedResults.Problem("The body must be JSON, and its content type say so: application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        var reader = new DemoCommandReader(market);
        DemoCommand? command = null;
        try
        {
            command = await ReadAsync(context, reader, cancellationToken);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TypedResults.Problem($"The body must be at most {MaxBytes} bytes.", statusCode: fault.StatusCode);
        }
        catch (JsonException)
        {
            reader.RefuseBody();
        }

        if (command is null || reader.Faults is not null)
        {
            return TypedResults.ValidationProblem(reader.Faults!);
        }

        demo.Do(command);
        return TypedResults.Json(StateOf(demo, clock, command.Step is null ? null : await PollAsync(demo, polls, feed, hub, cancellationToken)), DemoJsonContext.Default.DemoStateJson);
    }

    private static async Task<DemoCommand> ReadAsync(HttpContext context, DemoCommandReader reader, CancellationToken cancellationToken)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBytes;
        using var body = await JsonDocument.ParseAsync(context.Request.Body, Strict, cancellationToken);
        return reader.Read(body.RootElement);
    }

    private static async Task<DemoPollJson> PollAsync(DemoControl demo, PricePollJob polls, FeedState feed, StreamHub hub, CancellationToken cancellationToken)
    {
        await demo.Circuits.CloseAsync(cancellationToken);
        polls.CancellationToken = cancellationToken;
        await polls.PollNowAsync();
        var status = feed.Status;
        return new(status.FailingSince is null, status.Reason, hub.LastEventId);
    }

    private static DemoStateJson StateOf(DemoControl demo, TimeProvider clock, DemoPollJson? poll)
    {
        var (time, manual, fault, prices) = demo.State;
        return new(
            time, clock.GetUtcNow().ToUnixTimeSeconds(), manual,
            fault is null ? null : new(fault.Kind, fault.Path, fault.Count, fault.Milliseconds),
            prices.ToDictionary(price => price.Key.ToString(CultureInfo.InvariantCulture), price => price.Value.Price),
            poll);
    }
}
