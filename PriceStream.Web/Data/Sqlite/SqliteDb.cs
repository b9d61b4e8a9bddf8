using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PriceStream.Web.Data.Sqlite;

/// <summary>The SQLite file.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : PriceStreamDb(options)
{
    public DbSet<TickRow> Ticks => Set<TickRow>();
    public DbSet<WindowRow> Windows => Set<WindowRow>();
    public DbSet<FenceRow> Fences => Set<FenceRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<ItemRow>().Property(i => i.Name).UseCollation("NOCASE");
        modelBuilder.Entity<TickRow>(MapTick);
        modelBuilder.Entity<WindowRow>(MapWindow);
        modelBuilder.Entity<FenceRow>(MapFence);
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

    private static void MapFence(EntityTypeBuilder<FenceRow> fence)
    {
        fence.ToTable("fence").HasKey(f => f.Id);
        fence.Property(f => f.Id).HasColumnName("id").ValueGeneratedNever();
        fence.Property(f => f.Epoch).HasColumnName("epoch");
    }
}
