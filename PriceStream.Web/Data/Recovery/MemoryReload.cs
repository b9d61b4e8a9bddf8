namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Reloads a room's rows from the database, because the file is back or was replaced. Every room that keeps rows in memory registers
/// one.
/// </summary>
public delegate Task MemoryReload(CancellationToken cancellationToken);
