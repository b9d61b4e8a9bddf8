namespace PriceStream.Web.Data.Recovery;

/// <summary>
/// Loads a room's memory from the database again, because the file is back or another one has taken its place. Every room that keeps
/// rows in memory registers one.
/// </summary>
public delegate Task MemoryReload(CancellationToken cancellationToken);
