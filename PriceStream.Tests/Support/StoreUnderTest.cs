using System.Runtime.CompilerServices;

namespace PriceStream.Tests.Support;

/// <summary>
/// The engine of the sites that tests start. With PRICESTREAM_TESTS_STORE=postgres it is PostgreSQL, and tests of a file are skipped.
/// </summary>
internal static class StoreUnderTest
{
    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("PRICESTREAM_TESTS_STORE") == "postgres";

    public static void SkipWithoutFile() => Assert.SkipWhen(IsPostgres, "it is about the SQLite file");

    [ModuleInitializer]
    internal static void Choose() => AppFactory.CreateDatabaseAsync = IsPostgres ? PostgresDatabase.CreateEmptyAsync : null;
}
