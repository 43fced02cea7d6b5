using System;
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
            migrationBuilder.AddColumn<string>(
                name: "Lane",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "OutboxLanes",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    RestsUntilUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RestSetAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxLanes", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "OutboxPacedWrites",
                columns: table => new
                {
                    Lane = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxPacedWrites", x => new { x.Lane, x.Number });
                });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_Lane_State_DueAtUtc_Id",
                table: "OutboxMessages",
                columns: new[] { "Lane", "State", "DueAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxPacedWrites_Lane_AtUtc",
                table: "OutboxPacedWrites",
                columns: new[] { "Lane", "AtUtc" });

            // A message's lane is what its kind begins with.
            migrationBuilder.Sql("UPDATE \"OutboxMessages\" SET \"Lane\" = substr(\"Kind\", 1, instr(\"Kind\", '.') - 1)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OutboxLanes");

            migrationBuilder.DropTable(
                name: "OutboxPacedWrites");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_Lane_State_DueAtUtc_Id",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "Lane",
                table: "OutboxMessages");
        }
    }
}
