using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PriceStream.Tests.Support;
using PriceStream.Web.Requests;

namespace PriceStream.Tests.OpenApi;

/// <summary>What the document says about parameters is what the code does.</summary>
public sealed class ParameterTests
{
    [Fact]
    public async Task The_document_has_every_parameter_of_the_records_with_its_limits_and_default()
    {
        await using var app = await AppFactory.StartAsync();
        var operations = (await ApiDocument.ReadAsync(app)).Operations.ToDictionary(operation => operation.Path);
        foreach (var endpoint in ApiEndpoints(app))
        {
            var documented = operations[PathOf(endpoint)].Parameters
                .Where(parameter => (string)parameter["name"]! != "If-None-Match") // the framework reads it
                .ToDictionary(parameter => (string)parameter["name"]!, parameter => WithoutSentence(parameter));
            var read = RecordOf(endpoint) is { } record ? PropertiesOf(record).ToDictionary(NameOf, property => Expected(record, property)) : [];

            Assert.Equal(read.Keys.Order(), documented.Keys.Order());
            Assert.All(read, parameter => Assert.Equal(parameter.Value, documented[parameter.Key]));
        }
    }

    [Fact]
    public async Task The_sentence_about_a_parameter_is_the_comment_of_its_property()
    {
        await using var app = await AppFactory.StartAsync();
        var comments = System.Xml.Linq.XDocument.Load(Path.ChangeExtension(typeof(Program).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, member => (string?)member.Element("summary"));
        var operations = (await ApiDocument.ReadAsync(app)).Operations.ToDictionary(operation => operation.Path);
        foreach (var endpoint in ApiEndpoints(app).Where(endpoint => RecordOf(endpoint) is not null))
        {
            var parameters = operations[PathOf(endpoint)].Parameters.ToDictionary(parameter => (string)parameter["name"]!);
            Assert.All(PropertiesOf(RecordOf(endpoint)!), property => Assert.Equal(
                comments[$"P:{property.DeclaringType!.FullName}.{property.Name}"]!.Trim(), (string)parameters[NameOf(property)]["description"]!));
        }
    }

    /// <summary>A handler that had the request could read a parameter that no record has.</summary>
    [Fact]
    public async Task No_handler_gets_at_the_request_past_its_record()
    {
        await using var app = await AppFactory.StartAsync();
        Type[] ways = [typeof(HttpContext), typeof(HttpRequest), typeof(IQueryCollection), typeof(IHttpContextAccessor), typeof(string), typeof(int)];

        Assert.All(ApiEndpoints(app), endpoint =>
            Assert.DoesNotContain(endpoint.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters(), parameter => ways.Contains(parameter.ParameterType)));
    }

    [Fact]
    public async Task Values_outside_the_documented_limits_are_a_400_that_names_the_parameter()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        foreach (var operation in (await ApiDocument.ReadAsync(app)).Operations)
        {
            foreach (var parameter in operation.Parameters.Where(IsInUrl))
            {
                var name = (string)parameter["name"]!;
                foreach (var value in ParameterProbe.Outside(parameter["schema"]!))
                {
                    var url = operation.UrlWith(name, value);
                    var (status, errors) = await AskAsync(app, url);
                    Assert.True(status == HttpStatusCode.BadRequest && errors is [var error] && error == name, $"{url}: {status} {string.Join(", ", errors)}");
                }
            }
        }
    }

    [Fact]
    public async Task Values_at_both_ends_of_the_documented_limits_are_accepted()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        foreach (var operation in (await ApiDocument.ReadAsync(app)).Operations)
        {
            foreach (var parameter in operation.Parameters.Where(IsInUrl))
            {
                foreach (var value in ParameterProbe.Inside(parameter["schema"]!))
                {
                    var url = operation.UrlWith((string)parameter["name"]!, value);
                    var (status, _) = await AskAsync(app, url);
                    Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{url}: {status}");
                }
            }
        }
    }

    [Fact]
    public async Task A_parameter_that_an_operation_does_not_document_is_not_read()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        var operations = (await ApiDocument.ReadAsync(app)).Operations.ToList();
        var names = operations.SelectMany(operation => operation.NamesIn("query")).Distinct().ToList();
        foreach (var operation in operations)
        {
            foreach (var name in names.Except(operation.NamesIn("query")))
            {
                var url = operation.Path.Replace("{id}", "2", StringComparison.Ordinal).TrimStart('/') + $"?{name}=" + ParameterProbe.Nonsense;
                Assert.Equal(HttpStatusCode.OK, (await AskAsync(app, url)).Status);
            }
        }
    }

    private static IEnumerable<RouteEndpoint> ApiEndpoints(AppFactory app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));

    private static string PathOf(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.TrimEnd('/');

    private static Type? RecordOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters().Select(parameter => parameter.ParameterType)
            .SingleOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Parameters<>))?.GetGenericArguments()[0];

    private static IEnumerable<PropertyInfo> PropertiesOf(Type record) => record.GetProperties().Where(property => property.CanWrite);

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<FromHeaderAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static bool IsInUrl(JsonObject parameter) => (string)parameter["in"]! != "header";

    private static string WithoutSentence(JsonObject parameter)
    {
        var schema = parameter["schema"]!;
        return string.Join(
            ' ', parameter["in"], schema["type"], schema["minimum"], schema["maximum"], schema["maxLength"], schema["maxItems"],
            string.Join('|', schema["enum"]?.AsArray().Select(value => (string)value!) ?? []), schema["default"]);
    }

    // The same line out of the record's attributes and initialisers, read without the site's own code.
    private static string Expected(Type record, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isPath = property.IsDefined(typeof(FromPathAttribute));
        var range = property.GetCustomAttribute<RangeAttribute>();
        var length = property.GetCustomAttribute<MaxLengthAttribute>()?.Length;
        var names = type.IsEnum
            ? Enum.GetNames(type).Select(name => name.ToLowerInvariant())
            : property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.Select(value => (string)value!) ?? [];
        var value = isPath ? null : property.GetValue(Activator.CreateInstance(record));
        return string.Join(
            ' ', isPath ? "path" : property.IsDefined(typeof(FromHeaderAttribute)) ? "header" : "query",
            type == typeof(int) ? "integer" : type == typeof(bool) ? "boolean" : type.IsArray ? "array" : "string",
            range?.Minimum, range?.Maximum, type == typeof(string) ? length : null, type.IsArray ? length : null,
            string.Join('|', names), value is bool or Enum ? value.ToString()!.ToLowerInvariant() : Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static async Task<(HttpStatusCode Status, string[] Errors)> AskAsync(AppFactory app, string url)
    {
        using var answer = await app.Http.GetAsync(
            new Uri(url, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (answer.StatusCode != HttpStatusCode.BadRequest)
        {
            return (answer.StatusCode, []);
        }

        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return (answer.StatusCode, [.. problem["errors"]!.AsObject().Select(error => error.Key)]);
    }
}
