using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PriceStream.Web.Data;

/// <summary>The SQLite file. Times are Unix seconds, because SQLite cannot compare a DateTimeOffset.</summary>
public class PriceStreamDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<ItemRow> Items => Set<ItemRow>();
    public DbSet<LatestPriceRow> LatestPrices => Set<LatestPriceRow>();
    public DbSet<TickRow> Ticks => Set<TickRow>();
    public DbSet<WindowRow> Windows => Set<WindowRow>();
    public DbSet<FetchedWindowRow> FetchedWindows => Set<FetchedWindowRow>();
    public DbSet<FetchedSeriesRow> FetchedSeries => Set<FetchedSeriesRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ItemRow>(MapItem);
        modelBuilder.Entity<LatestPriceRow>(MapLatestPrice);
        modelBuilder.Entity<TickRow>(MapTick);
        modelBuilder.Entity<WindowRow>(MapWindow);
        modelBuilder.Entity<FetchedWindowRow>(MapFetchedWindow);
        modelBuilder.Entity<FetchedSeriesRow>(MapFetchedSeries);
    }

    private static void MapItem(EntityTypeBuilder<ItemRow> item)
    {
        item.ToTable("items").HasKey(i => i.ItemId);
        item.Property(i => i.ItemId).HasColumnName("item_id").ValueGeneratedNever();
        item.Property(i => i.Name).HasColumnName("name").UseCollation("NOCASE");
        item.Property(i => i.Examine).HasColumnName("examine");
        item.Property(i => i.Icon).HasColumnName("icon");
        item.Property(i => i.Members).HasColumnName("members");
        item.Property(i => i.BuyLimit).HasColumnName("buy_limit");
        item.Property(i => i.Value).HasColumnName("value");
        item.Property(i => i.HighAlch).HasColumnName("high_alch");
        item.Property(i => i.LowAlch).HasColumnName("low_alch");
        item.Property(i => i.DelistedAt).HasColumnName("delisted_at");
    }

    private static void MapLatestPrice(EntityTypeBuilder<LatestPriceRow> price)
    {
        price.ToTable("latest_prices").HasKey(p => p.ItemId);
        price.Property(p => p.ItemId).HasColumnName("item_id").ValueGeneratedNever();
        price.Property(p => p.High).HasColumnName("high");
        price.Property(p => p.HighTime).HasColumnName("high_time");
        price.Property(p => p.Low).HasColumnName("low");
        price.Property(p => p.LowTime).HasColumnName("low_time");
    }

    private static void MapTick(EntityTypeBuilder<TickRow> tick)
    {
        tick.ToTable("ticks").HasKey(t => new { t.ItemId, t.Time });
        tick.Property(t => t.ItemId).HasColumnName("item_id");
        tick.Property(t => t.Time).HasColumnName("time");
        tick.Property(t => t.High).HasColumnName("high");
        tick.Property(t => t.Low).HasColumnName("low");
    }

    private static void MapWindow(EntityTypeBuilder<WindowRow> window)
    {
        window.ToTable("windows").HasKey(w => new { w.ItemId, w.Step, w.Time });
        window.Property(w => w.ItemId).HasColumnName("item_id");
        window.Property(w => w.Step).HasColumnName("step");
        window.Property(w => w.Time).HasColumnName("time");
        window.Property(w => w.High).HasColumnName("high");
        window.Property(w => w.Low).HasColumnName("low");
        window.Property(w => w.HighVolume).HasColumnName("high_volume");
        window.Property(w => w.LowVolume).HasColumnName("low_volume");
        window.Property(w => w.RolledUp).HasColumnName("rolled_up");
    }

    private static void MapFetchedWindow(EntityTypeBuilder<FetchedWindowRow> window)
    {
        window.ToTable("fetched_windows").HasKey(w => new { w.Step, w.Time });
        window.Property(w => w.Step).HasColumnName("step");
        window.Property(w => w.Time).HasColumnName("time");
        window.Property(w => w.Items).HasColumnName("items");
        window.Property(w => w.RolledInto).HasColumnName("rolled_into");
    }

    private static void MapFetchedSeries(EntityTypeBuilder<FetchedSeriesRow> series)
    {
        series.ToTable("fetched_series").HasKey(s => new { s.ItemId, s.Step });
        series.Property(s => s.ItemId).HasColumnName("item_id");
        series.Property(s => s.Step).HasColumnName("step");
        series.Property(s => s.FetchedAt).HasColumnName("fetched_at");
    }
}
