using System.Reflection;
using System.Text.Json.Nodes;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.OpenApi;

/// <summary>The document says everything about the API in sentences.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task The_document_has_the_projects_name_and_version()
    {
        await using var app = await AppFactory.StartAsync();
        var info = (await ApiDocument.ReadAsync(app)).Root["info"]!;
        var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.Equal("PriceStream", (string)info["title"]!);
        Assert.Equal(version.Split('+')[0], (string)info["version"]!);
        AssertSentence(info, "info");
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_describes_every_parameter_and_response()
    {
        await using var app = await AppFactory.StartAsync();
        foreach (var operation in (await ApiDocument.ReadAsync(app)).Operations)
        {
            Assert.False(string.IsNullOrEmpty((string?)operation.Node["summary"]), $"{operation} has no summary");
            Assert.All(operation.Parameters, parameter => AssertSentence(parameter, $"{operation} {parameter["name"]}"));
            foreach (var (status, response) in operation.Node["responses"]!.AsObject())
            {
                AssertSentence(response!, $"{operation} {status}");
                Assert.True(status == "304" || HasSchema(response!), $"{operation} {status} has no schema");
            }
        }
    }

    [Fact]
    public async Task Every_field_of_every_schema_has_a_description()
    {
        await using var app = await AppFactory.StartAsync();
        foreach (var (name, schema) in (await ApiDocument.ReadAsync(app)).Schemas)
        {
            AssertSentence(schema!, name);
            Assert.All(schema!["properties"]!.AsObject(), field => AssertSentence(field.Value!, $"{name}.{field.Key}"));
        }
    }

    [Fact]
    public async Task The_document_lists_GET_and_not_HEAD()
    {
        await using var app = await AppFactory.StartAsync();

        Assert.All((await ApiDocument.ReadAsync(app)).Operations, operation => Assert.Equal("get", operation.Method));
    }

    [Theory]
    [InlineData("/health/freshness", "200 json, 503 json")]
    [InlineData("/api/v1/items", "200 json, 400 problem, 429 problem")]
    [InlineData("/api/v1/items.csv", "200 text/csv, 304 nothing, 400 problem, 429 problem")]
    [InlineData("/api/v1/items.ndjson", "200 application/x-ndjson, 304 nothing, 400 problem, 429 problem")]
    [InlineData("/api/v1/items/{id}", "200 json, 400 problem, 404 problem, 429 problem")]
    [InlineData("/api/v1/prices/current", "200 json, 400 problem, 429 problem")]
    [InlineData("/api/v1/prices/current/{id}", "200 json, 400 problem, 404 problem, 429 problem")]
    [InlineData("/api/v1/prices/history/{id}", "200 json, 304 nothing, 400 problem, 404 problem, 429 problem, 503 problem")]
    [InlineData("/api/v1/prices/history/{id}.csv", "200 text/csv, 304 nothing, 400 problem, 404 problem, 429 problem, 503 problem")]
    [InlineData("/api/v1/tax", "200 json, 400 problem, 404 problem, 429 problem")]
    [InlineData("/feeds/movers", "200 application/atom+xml, 304 nothing, 429 problem")]
    [InlineData("/feeds/watch", "200 application/atom+xml, 304 nothing, 400 problem, 429 problem")]
    [InlineData("/items/{id}/card.png", "200 image/png, 304 nothing, 400 problem, 404 problem, 429 problem, 503 problem")]
    [InlineData("/api/v1/prices/stream", "200 events, 400 problem, 404 problem, 503 events")]
    public async Task Every_outcome_of_an_operation_is_listed_with_its_content_type(string path, string expected)
    {
        await using var app = await AppFactory.StartAsync();
        var operation = (await ApiDocument.ReadAsync(app)).Operations.Single(operation => operation.Path == path);
        var outcomes = operation.Node["responses"]!.AsObject()
            .Select(response => $"{response.Key} {KindOf((string?)response.Value!["content"]?.AsObject().Single().Key)}");

        Assert.Equal(expected, string.Join(", ", outcomes));
    }

    [Fact]
    public async Task The_stream_operation_describes_every_event()
    {
        await using var app = await AppFactory.StartAsync();
        var stream = (await ApiDocument.ReadAsync(app)).Operations.Single(operation => operation.Path == "/api/v1/prices/stream");
        var description = (string)stream.Node["responses"]!["200"]!["description"]!;

        Assert.All(
            (string[])["connected", "price-update", "feed", "heartbeat", "resync", "bye"],
            name => Assert.Contains($"- `{name}`: ", description, StringComparison.Ordinal));
        Assert.Contains("`capacity`", (string)stream.Node["responses"]!["503"]!["description"]!, StringComparison.Ordinal);
    }

    private static bool HasSchema(JsonNode response) =>
        response["content"]!.AsObject().All(content => content.Value!["schema"] is not null);

    private static string KindOf(string? contentType) => contentType switch
    {
        null => "nothing",
        "application/json" => "json",
        "application/problem+json" => "problem",
        "text/event-stream" => "events",
        _ => contentType,
    };

    private static void AssertSentence(JsonNode node, string what)
    {
        var description = (string?)node["description"];
        Assert.True(description is [>= 'A' and <= 'Z', .., '.'], $"{what} has no sentence: {description}");
    }
}
