using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PriceStream.Web.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "items",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false, collation: "NOCASE"),
                    examine = table.Column<string>(type: "TEXT", nullable: false),
                    icon = table.Column<string>(type: "TEXT", nullable: false),
                    members = table.Column<bool>(type: "INTEGER", nullable: false),
                    buy_limit = table.Column<int>(type: "INTEGER", nullable: true),
                    value = table.Column<long>(type: "INTEGER", nullable: true),
                    high_alch = table.Column<long>(type: "INTEGER", nullable: true),
                    low_alch = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_items", x => x.item_id);
                });

            migrationBuilder.CreateTable(
                name: "latest_prices",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    high = table.Column<long>(type: "INTEGER", nullable: true),
                    high_time = table.Column<long>(type: "INTEGER", nullable: true),
                    low = table.Column<long>(type: "INTEGER", nullable: true),
                    low_time = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_latest_prices", x => x.item_id);
                });

            // WITHOUT ROWID, which EF Core cannot say: an item's ticks then lie together in the order of their times.
            migrationBuilder.Sql("""
                CREATE TABLE ticks (
                    item_id INTEGER NOT NULL,
                    time INTEGER NOT NULL,
                    high INTEGER NULL,
                    low INTEGER NULL,
                    PRIMARY KEY (item_id, time)
                ) WITHOUT ROWID
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "items");

            migrationBuilder.DropTable(
                name: "latest_prices");

            migrationBuilder.DropTable(
                name: "ticks");
        }
    }
}
