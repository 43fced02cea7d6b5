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
                name: "DropReason",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "DroppedByName",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "RecipientKey",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 254,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "RecipientNameKey",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "SentAgainAtUtc",
                table: "OutboxMessages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_EnqueuedAtUtc_Id",
                table: "OutboxMessages",
                columns: new[] { "EnqueuedAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_RecipientKey",
                table: "OutboxMessages",
                column: "RecipientKey");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_RecipientNameKey",
                table: "OutboxMessages",
                column: "RecipientNameKey");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_State_EnqueuedAtUtc_Id",
                table: "OutboxMessages",
                columns: new[] { "State", "EnqueuedAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Holds_FromUtc",
                table: "Holds",
                column: "FromUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Holds_Target",
                table: "Holds",
                column: "Target",
                unique: true,
                filter: "\"EndedAtUtc\" IS NULL");

            // Messages from before are found by their recipients too.
            migrationBuilder.Sql("UPDATE \"OutboxMessages\" SET \"RecipientKey\" = lower(\"Recipient\"), \"RecipientNameKey\" = lower(\"RecipientName\")");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_EnqueuedAtUtc_Id",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_RecipientKey",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_RecipientNameKey",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_State_EnqueuedAtUtc_Id",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_Holds_FromUtc",
                table: "Holds");

            migrationBuilder.DropIndex(
                name: "IX_Holds_Target",
                table: "Holds");

            migrationBuilder.DropColumn(
                name: "DropReason",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "DroppedByName",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "RecipientKey",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "RecipientNameKey",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "SentAgainAtUtc",
                table: "OutboxMessages");
        }
    }
}
