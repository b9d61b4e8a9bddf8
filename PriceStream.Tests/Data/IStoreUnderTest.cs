using Microsoft.EntityFrameworkCore;
using PriceStream.Web.Data;
using PriceStream.Web.Data.Writes;

namespace PriceStream.Tests.Data;

/// <summary>An engine with an empty database.</summary>
internal interface IStoreUnderTest : IAsyncDisposable
{
    IPriceStore Store { get; }

    IDbContextFactory<PriceStreamDb> Databases { get; }

    /// <summary>Runs writes in one transaction.</summary>
    Task WriteAsync(params StoreWrite[] writes) => Store.WriteAsync(writes, null, TestContext.Current.CancellationToken);

    async Task WriteOneByOneAsync(params StoreWrite[] writes)
    {
        foreach (var write in writes)
        {
            await WriteAsync(write);
        }
    }

    async Task<List<HistoryRow>> ReadAsync(int item, int width, long from)
    {
        await using var reads = await Store.OpenHistoryAsync(TestContext.Current.CancellationToken);
        return await reads.ReadAsync(item, width, from, 0, TestContext.Current.CancellationToken);
    }

    async Task<List<HistoryRow>> ReadBetweenAsync(int item, int width, long from, long before)
    {
        await using var reads = await Store.OpenHistoryAsync(TestContext.Current.CancellationToken);
        return await reads.ReadBetweenAsync(item, width, from, before, TestContext.Current.CancellationToken);
    }
}
