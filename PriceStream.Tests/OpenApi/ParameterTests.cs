using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
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
    public async Task The_document_has_every_parameter_with_its_limits_and_default()
    {
        await using var app = await AppFactory.StartAsync();
        var document = await ApiDocument.ReadAsync(app);
        foreach (var endpoint in ApiEndpoints(app))
        {
            var documented = ParametersOf(document, endpoint)
                .ToDictionary(parameter => parameter.Key, parameter => LineOf(parameter.Value));
            documented.Remove("If-None-Match"); // the framework reads it
            var read = PropertiesOf(endpoint).ToDictionary(NameOf, Expected);

            Assert.Equal(read.Keys.Order(), documented.Keys.Order());
            Assert.All(read, parameter => Assert.Equal(parameter.Value, documented[parameter.Key]));
        }
    }

    [Fact]
    public async Task The_description_of_a_parameter_is_its_propertys_comment()
    {
        await using var app = await AppFactory.StartAsync();
        var document = await ApiDocument.ReadAsync(app);
        var comments = XDocument.Load(Path.ChangeExtension(typeof(Program).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => (string?)member.Element("summary"));
        foreach (var endpoint in ApiEndpoints(app))
        {
            var documented = ParametersOf(document, endpoint);
            Assert.All(PropertiesOf(endpoint), property => Assert.Equal(
                comments[$"P:{property.DeclaringType!.FullName}.{property.Name}"]!.Trim(),
                (string)documented[NameOf(property)]["description"]!));
        }
    }

    /// <summary>A handler that has the request could read a parameter that no record has.</summary>
    [Fact]
    public async Task No_handler_reads_the_request_past_its_parameter_record()
    {
        await using var app = await AppFactory.StartAsync();
        Type[] ways = [typeof(HttpContext), typeof(HttpRequest), typeof(IQueryCollection), typeof(string), typeof(int)];

        Assert.All(ApiEndpoints(app), endpoint => Assert.DoesNotContain(HandlerParametersOf(endpoint), type => ways.Contains(type)));
    }

    [Fact]
    public async Task A_value_outside_the_documented_limits_gets_a_400_that_names_the_parameter()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        foreach (var (operation, parameter) in await InUrlsAsync(app))
        {
            var name = (string)parameter["name"]!;
            foreach (var url in ParameterProbe.Outside(parameter).Select(value => operation.UrlWith(name, value)))
            {
                var (status, errors) = await AskAsync(app, url);
                Assert.True(status == HttpStatusCode.BadRequest, $"{url}: {status}");
                Assert.Equal([name], errors);
            }
        }
    }

    [Fact]
    public async Task Values_at_both_ends_of_the_documented_limits_are_accepted()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        foreach (var (operation, parameter) in await InUrlsAsync(app))
        {
            var name = (string)parameter["name"]!;
            foreach (var url in ParameterProbe.Inside(parameter["schema"]!).Select(value => operation.UrlWith(name, value)))
            {
                // This preset needs the ids of its list.
                var isList = url.EndsWith("preset=watch", StringComparison.Ordinal);
                var (status, _) = await AskAsync(app, isList ? url + "&watch=2" : url);
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{url}: {status}");
            }
        }
    }

    [Fact]
    public async Task Undocumented_parameters_are_ignored_except_by_the_stream_and_pages_by_exports()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        var operations = (await ApiDocument.ReadAsync(app)).Operations.ToList();
        var names = operations.SelectMany(operation => operation.NamesIn("query")).Distinct().ToList();
        foreach (var operation in operations)
        {
            foreach (var name in names.Except(operation.NamesIn("query")))
            {
                var url = operation.UrlWith(name, ParameterProbe.Nonsense);
                var expected = Refuses(operation.Path, name) ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
                Assert.Equal((expected, url), ((await AskAsync(app, url)).Status, url));
            }
        }
    }

    private static bool Refuses(string path, string name) => path == "/" + SitePaths.Stream
        || (path.StartsWith("/api/v1/items.", StringComparison.Ordinal) && name is ("page" or "page_size"));

    private static async Task<IReadOnlyList<(ApiOperation Operation, JsonObject Parameter)>> InUrlsAsync(AppFactory app) =>
    [
        .. from operation in (await ApiDocument.ReadAsync(app)).Operations
           from parameter in operation.Parameters
           where (string)parameter["in"]! != "header"
           select (operation, parameter),
    ];

    private static IEnumerable<RouteEndpoint> ApiEndpoints(AppFactory app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));

    private static Dictionary<string, JsonObject> ParametersOf(ApiDocument document, RouteEndpoint endpoint) =>
        document.Operations.Single(operation => operation.Path == endpoint.RoutePattern.RawText!.TrimEnd('/'))
            .Parameters.ToDictionary(parameter => (string)parameter["name"]!);

    private static IEnumerable<Type> HandlerParametersOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetRequiredMetadata<MethodInfo>().GetParameters().Select(parameter => parameter.ParameterType);

    private static IEnumerable<PropertyInfo> PropertiesOf(RouteEndpoint endpoint) =>
        from type in HandlerParametersOf(endpoint)
        where type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Parameters<>)
        from property in type.GetGenericArguments()[0].GetProperties()
        where property.CanWrite
        select property;

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<FromHeaderAttribute>()?.Name
        ?? property.GetCustomAttribute<FromQueryAttribute>()?.Name
        ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static string LineOf(JsonObject parameter)
    {
        var schema = parameter["schema"]!;
        var names = (schema["enum"] ?? schema["items"]?["enum"])?.AsArray().Select(name => (string)name!) ?? [];
        return $"{parameter["in"]} {schema["type"]} {schema["minimum"]}-{schema["maximum"]} {schema["maxLength"]}{schema["maxItems"]} "
            + $"{string.Join('|', names)} {schema["default"]}";
    }

    // The same line, from the attributes and initialisers of the record and without the site's own reading of them.
    private static string Expected(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isPath = property.IsDefined(typeof(FromPathAttribute));
        var source = isPath ? "path" : property.IsDefined(typeof(FromHeaderAttribute)) ? "header" : "query";
        var isList = type.IsArray || type == typeof(IdList) || property.IsDefined(typeof(SeveralAttribute));
        var kind = type == typeof(int) ? "integer" : type == typeof(bool) ? "boolean" : isList ? "array" : "string";
        var range = property.GetCustomAttribute<RangeAttribute>();
        var names = type.IsEnum ? Enum.GetNames(type) : property.GetCustomAttribute<AllowedValuesAttribute>()?.Values ?? [];
        var value = isPath ? null : property.GetValue(Activator.CreateInstance(property.ReflectedType!));
        var length = property.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? (isList ? names.Length : null);
        return $"{source} {kind} {range?.Minimum}-{range?.Maximum} {length} "
            + $"{string.Join('|', names).ToLowerInvariant()} {value?.ToString()!.ToLowerInvariant()}";
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
