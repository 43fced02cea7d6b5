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
            migrationBuilder.DropIndex(
                name: "IX_InvitationRequests_Contact_State_RequestedAtUtc",
                table: "InvitationRequests");

            migrationBuilder.AddColumn<int>(
                name: "BlockedDays",
                table: "InvitationRequests",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "BlockedSinceUtc",
                table: "InvitationRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedForName",
                table: "InvitationRequests",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "IsClosed",
                table: "InvitationRequests",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "NudgedAtUtc",
                table: "InvitationRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RemindAtUtc",
                table: "InvitationRequests",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<int>(
                name: "RemindedMark",
                table: "InvitationRequests",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "WaitedSinceUtc",
                table: "InvitationRequests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ReminderDigests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 274, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PromisedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReminderDigests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "StandIns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Contact = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Provider = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Login = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    LoginKey = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FromDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ToDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    AppointedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    EndedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    EndedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StandIns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReminderItems",
                columns: table => new
                {
                    DigestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReminderItems", x => new { x.DigestId, x.RequestId });
                    table.ForeignKey(
                        name: "FK_ReminderItems_ReminderDigests_DigestId",
                        column: x => x.DigestId,
                        principalTable: "ReminderDigests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_Contact_SinceUtc_Id",
                table: "InvitationRequests",
                columns: new[] { "Contact", "SinceUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_Contact_State_IsClosed_SinceUtc_Id",
                table: "InvitationRequests",
                columns: new[] { "Contact", "State", "IsClosed", "SinceUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_Contact_Target_SinceUtc_Id",
                table: "InvitationRequests",
                columns: new[] { "Contact", "Target", "SinceUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_Contact_Target_State_IsClosed_SinceUtc_Id",
                table: "InvitationRequests",
                columns: new[] { "Contact", "Target", "State", "IsClosed", "SinceUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_RemindAtUtc",
                table: "InvitationRequests",
                column: "RemindAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_ReminderDigests_PromisedAtUtc",
                table: "ReminderDigests",
                column: "PromisedAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_ReminderDigests_Recipient_Day",
                table: "ReminderDigests",
                columns: new[] { "Recipient", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StandIns_AccountId_ToDay",
                table: "StandIns",
                columns: new[] { "AccountId", "ToDay" });

            migrationBuilder.CreateIndex(
                name: "IX_StandIns_Contact_Provider_LoginKey_FromDay",
                table: "StandIns",
                columns: new[] { "Contact", "Provider", "LoginKey", "FromDay" },
                unique: true,
                filter: "\"EndedAtUtc\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_StandIns_Contact_ToDay",
                table: "StandIns",
                columns: new[] { "Contact", "ToDay" });

            migrationBuilder.CreateIndex(
                name: "IX_StandIns_Provider_LoginKey",
                table: "StandIns",
                columns: new[] { "Provider", "LoginKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReminderItems");

            migrationBuilder.DropTable(
                name: "StandIns");

            migrationBuilder.DropTable(
                name: "ReminderDigests");

            migrationBuilder.DropIndex(
                name: "IX_InvitationRequests_Contact_SinceUtc_Id",
                table: "InvitationRequests");

            migrationBuilder.DropIndex(
                name: "IX_InvitationRequests_Contact_State_IsClosed_SinceUtc_Id",
                table: "InvitationRequests");

            migrationBuilder.DropIndex(
                name: "IX_InvitationRequests_Contact_Target_SinceUtc_Id",
                table: "InvitationRequests");

            migrationBuilder.DropIndex(
                name: "IX_InvitationRequests_Contact_Target_State_IsClosed_SinceUtc_Id",
                table: "InvitationRequests");

            migrationBuilder.DropIndex(
                name: "IX_InvitationRequests_RemindAtUtc",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "BlockedDays",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "BlockedSinceUtc",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "DecidedForName",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "IsClosed",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "NudgedAtUtc",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "RemindAtUtc",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "RemindedMark",
                table: "InvitationRequests");

            migrationBuilder.DropColumn(
                name: "WaitedSinceUtc",
                table: "InvitationRequests");

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_Contact_State_RequestedAtUtc",
                table: "InvitationRequests",
                columns: new[] { "Contact", "State", "RequestedAtUtc" });
        }
    }
}
