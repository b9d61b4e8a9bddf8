using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PriceStream.Web.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class History : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "fetched_series",
                columns: table => new
                {
                    item_id = table.Column<int>(type: "INTEGER", nullable: false),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    fetched_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fetched_series", x => new { x.item_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "fetched_windows",
                columns: table => new
                {
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    time = table.Column<long>(type: "INTEGER", nullable: false),
                    items = table.Column<int>(type: "INTEGER", nullable: false),
                    rolled_into = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fetched_windows", x => new { x.step, x.time });
                });

            // WITHOUT ROWID, which EF Core cannot say: a series of an item then lies together in the order of its times.
            migrationBuilder.Sql("""
                CREATE TABLE windows (
                    item_id INTEGER NOT NULL,
                    step INTEGER NOT NULL,
                    time INTEGER NOT NULL,
                    high INTEGER NULL,
                    low INTEGER NULL,
                    high_volume INTEGER NOT NULL,
                    low_volume INTEGER NOT NULL,
                    rolled_up INTEGER NOT NULL,
                    PRIMARY KEY (item_id, step, time)
                ) WITHOUT ROWID
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "fetched_series");

            migrationBuilder.DropTable(
                name: "fetched_windows");

            migrationBuilder.DropTable(
                name: "windows");
        }
    }
}
