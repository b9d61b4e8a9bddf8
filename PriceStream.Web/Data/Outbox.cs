using PriceStream.Web.Data.Writes;

namespace PriceStream.Web.Data;

/// <summary>Stands in for the outbox that another branch builds.</summary>
public sealed class Outbox
{
    public Task SaveAsync(StoreWrite write, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{write.GetType().Name} {cancellationToken}");
}
