using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PriceStream.Web.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DelistedItems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "delisted_at",
                table: "items",
                type: "INTEGER",
                nullable: true);

            // Earlier versions refused most rows of windows and series with decimals, and yet marked them as fetched. Nothing stored shows
            // which ones, so all of them are fetched once more, as far back as the upstream is asked. What is stored stays.
            migrationBuilder.Sql("DELETE FROM fetched_windows");
            migrationBuilder.Sql("DELETE FROM fetched_series");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "delisted_at",
                table: "items");
        }
    }
}
