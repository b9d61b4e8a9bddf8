using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PriceStream.Web.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "fetched_series",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    fetched_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fetched_series", x => new { x.item_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "fetched_windows",
                columns: table => new
                {
                    step = table.Column<int>(type: "integer", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    items = table.Column<int>(type: "integer", nullable: false),
                    rolled_into = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fetched_windows", x => new { x.step, x.time });
                });

            migrationBuilder.CreateTable(
                name: "items",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    examine = table.Column<string>(type: "text", nullable: false),
                    icon = table.Column<string>(type: "text", nullable: false),
                    members = table.Column<bool>(type: "boolean", nullable: false),
                    buy_limit = table.Column<int>(type: "integer", nullable: true),
                    value = table.Column<long>(type: "bigint", nullable: true),
                    high_alch = table.Column<long>(type: "bigint", nullable: true),
                    low_alch = table.Column<long>(type: "bigint", nullable: true),
                    delisted_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_items", x => x.item_id);
                });

            migrationBuilder.CreateTable(
                name: "latest_prices",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "integer", nullable: false),
                    high = table.Column<long>(type: "bigint", nullable: true),
                    high_time = table.Column<long>(type: "bigint", nullable: true),
                    low = table.Column<long>(type: "bigint", nullable: true),
                    low_time = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_latest_prices", x => x.item_id);
                });

            // Every poll updates a third of the rows. With free space in its page, an update leaves the index as it is.
            migrationBuilder.Sql("ALTER TABLE latest_prices SET (fillfactor = 50)");

            CreatePartitioned(migrationBuilder, "ticks", "high bigint, low bigint", "high, low");
            foreach (var table in (string[])["windows_5m", "windows_1h", "windows_6h", "windows_1d"])
            {
                CreatePartitioned(
                    migrationBuilder,
                    table,
                    "high bigint, low bigint, high_volume bigint NOT NULL, low_volume bigint NOT NULL, rolled_up boolean NOT NULL",
                    "high, low, high_volume, low_volume");
            }

            CreateCluster(migrationBuilder);
        }

        // The key has the prices, so that an item's range is one index-only scan. Writes create the partitions.
        private static void CreatePartitioned(MigrationBuilder migrationBuilder, string table, string columns, string read)
        {
            migrationBuilder.Sql($"""
                CREATE TABLE {table} (
                    item_id integer NOT NULL,
                    time bigint NOT NULL,
                    {columns},
                    PRIMARY KEY (item_id, time) INCLUDE ({read})
                ) PARTITION BY RANGE (time)
                """);
        }

        // What instances on several hosts share: who writes, what was published, and whose prices these are.
        private static void CreateCluster(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE TABLE site (id integer PRIMARY KEY CHECK (id = 1), mode text NOT NULL);
                CREATE TABLE lease (
                    id integer PRIMARY KEY CHECK (id = 1),
                    holder text NOT NULL,
                    epoch bigint NOT NULL,
                    until timestamptz NOT NULL
                );
                CREATE TABLE relay (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    name text NOT NULL,
                    epoch text NOT NULL,
                    first bigint NOT NULL,
                    at bigint NOT NULL,
                    messages bytea NOT NULL,
                    state bytea NOT NULL,
                    stored_at timestamptz NOT NULL DEFAULT now()
                );
                CREATE INDEX relay_name_id ON relay (name, id);
                CREATE INDEX relay_stored_at ON relay (stored_at);
                CREATE TABLE relay_head (name text PRIMARY KEY, epoch text NOT NULL, last bigint NOT NULL);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in (string[])
                ["fetched_series", "fetched_windows", "items", "latest_prices", "ticks", "windows_5m", "windows_1h", "windows_6h",
                    "windows_1d", "site", "lease", "relay", "relay_head"])
            {
                migrationBuilder.DropTable(name: table);
            }
        }
    }
}
