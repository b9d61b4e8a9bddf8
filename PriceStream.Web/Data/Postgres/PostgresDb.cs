using Microsoft.EntityFrameworkCore;

namespace PriceStream.Web.Data.Postgres;

/// <summary>
/// The PostgreSQL database, without ticks and windows: their tables have partitions, which EF Core does not know, and only this
/// engine's own statements use them.
/// </summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : PriceStreamDb(options)
{
    /// <summary>Its own table of applied migrations, so that other programs may use the same database.</summary>
    public const string HistoryTable = "pricestream_migrations";
}
