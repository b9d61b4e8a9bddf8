using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;
using PriceStream.Tests.Support;

namespace PriceStream.Tests.OpenApi;

/// <summary>The document is all that a program needs to read the site.</summary>
public sealed class ClientTests(ITestOutputHelper output)
{
    private const string ClientName = "SiteClient";

    [Fact]
    public async Task A_client_generated_from_the_document_can_read_the_site()
    {
        await using var app = await AppFactory.StartWithPricesAsync(("Upstream:Mode", "Demo"));
        var client = CreateClient(await GenerateAsync(await ApiDocument.ReadAsync(app)), app.Http);

        var items = await client.FindItemsAsync(search: "whip", page_size: 5);
        Assert.Equal(4151, (int)Enumerable.First(items.Data).Item_id);
        Assert.Equal(1, (int)items.Meta.Page);
        var item = await client.GetItemAsync(4151);
        Assert.Equal("Abyssal whip", (string)item.Data.Name);
        Assert.True((long)item.Data.Price.High > 0);
        var prices = await client.GetCurrentPricesAsync(new[] { 2, 4151 });
        Assert.Equal(2, (int)prices.Meta.Count);
        var price = await client.GetCurrentPriceAsync(4151);
        Assert.Equal((long)item.Data.Price.High, (long)price.Data.High);
        var history = await client.GetPriceHistoryAsync(4151, sample: false);
        Assert.Equal((4151, "24h"), ((int)history.Meta.Item_id, (string)history.Meta.Period));
        Assert.NotEmpty(history.Data);
        using var file = new StreamReader((await client.ExportItemsAsCsvAsync(search: "whip")).Stream);
        Assert.StartsWith("item_id,name,high", await file.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(2, Enumerable.Count((await client.GetTaxAsync()).Data.Rules));
        Assert.Equal(33_835, (long)(await client.GetTaxAsync(price: "1,691,751", item: 4151, at: "2026-01-01")).Data.Tax);
    }

    private async Task<string> GenerateAsync(ApiDocument document)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = ClientName,
            InjectHttpClient = true,
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.SystemTextJson },
        };
        var parsed = await OpenApiDocument.FromJsonAsync(document.Text, TestContext.Current.CancellationToken);
        var source = new CSharpClientGenerator(parsed, settings).GenerateFile();
        output.WriteLine(source);
        return source;
    }

    private static dynamic CreateClient(string source, HttpClient http)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "Generated", [CSharpSyntaxTree.ParseText(source)], references, new(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error)));
        assembly.Position = 0;
        var client = new AssemblyLoadContext("Generated").LoadFromStream(assembly).GetType($"Generated.{ClientName}", throwOnError: true)!;
        return Activator.CreateInstance(client, http)!;
    }
}
