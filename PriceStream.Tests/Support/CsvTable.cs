using CsvHelper;

namespace PriceStream.Tests.Support;

/// <summary>A CSV file, read by another library than the one that writes it.</summary>
internal sealed record CsvTable(IReadOnlyList<string> Columns, IReadOnlyList<Dictionary<string, string>> Rows)
{
    // Anything that RFC 4180 does not allow throws.
    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        SkipEmptyLines = false,
        TrimWhitespace = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        MissingField = CsvMissingFieldHandling.Throw,
    };

    public static CsvTable Parse(string text)
    {
        using var csv = CsvReader.FromText(text, Strict);
        csv.ReadHeader();
        var columns = csv.Headers.ToList();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(columns.ToDictionary(column => column, csv.GetString));
        }

        return new(columns, rows);
    }

    public static async Task<CsvTable> GetAsync(AppFactory app, string path) =>
        Parse(await app.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
}
