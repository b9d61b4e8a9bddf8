using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Postgres;

/// <summary>The cases of every engine, on a real PostgreSQL server.</summary>
public sealed class PostgresStoreTests : StoreCases
{
    private protected override async Task<IStoreUnderTest> OpenAsync() => await PostgresDatabase.CreateAsync();
}
