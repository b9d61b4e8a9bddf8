using PriceStream.Tests.Support;

namespace PriceStream.Tests.Data.Sqlite;

/// <summary>The cases of every engine, on a SQLite file.</summary>
public sealed class SqliteStoreTests : StoreCases
{
    private protected override Task<IStoreUnderTest> OpenAsync() => Task.FromResult<IStoreUnderTest>(new SqliteDatabase());
}
