using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OperateFirst.Portal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Wip : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_StandsAt_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "CommitmentStanding", "StandsAt", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "CommitmentStanding", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_StandsAt_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "CommitmentStanding", "StandsAt", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_StandsAt_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "StandsAt", "Slug" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_StandsAt_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_StandsAt_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_StandsAt_Slug",
                table: "ProjectProgress");
        }
    }
}
