using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OperateFirst.Portal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LanesNewsAndSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ChangedAtUtc",
                table: "TrackingIssues",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ChangedBy",
                table: "TrackingIssues",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "ClosedByPortalAtUtc",
                table: "TrackingIssues",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "EditedAtUtc",
                table: "TrackingIssues",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EditedBy",
                table: "TrackingIssues",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "MovedToUrl",
                table: "TrackingIssues",
                type: "TEXT",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "SeenAtUtc",
                table: "TrackingIssues",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "State",
                table: "TrackingIssues",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "TrackingIssues",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Lane",
                table: "OutboxMessages",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "GitHubDeliveries",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Event = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Action = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    IssueNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    Payload = table.Column<string>(type: "TEXT", nullable: false),
                    ReceivedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DoneAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GitHubDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GitHubSweeps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LookedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LookedAtAllAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    MissingAfter = table.Column<int>(type: "INTEGER", nullable: false),
                    RestoredAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GitHubSweeps", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "IssueComments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Login = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Body = table.Column<string>(type: "TEXT", maxLength: 65536, nullable: false),
                    Url = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    WrittenAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UpdatedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DeletedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CheckedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IssueComments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IssueComments_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

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

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EndsAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Sessions_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TrackingIssues_ChangedAtUtc_ProjectId",
                table: "TrackingIssues",
                columns: new[] { "ChangedAtUtc", "ProjectId" });

            migrationBuilder.CreateIndex(
                name: "IX_TrackingIssues_Number",
                table: "TrackingIssues",
                column: "Number");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_Lane_State_DueAtUtc_Id",
                table: "OutboxMessages",
                columns: new[] { "Lane", "State", "DueAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_GitHubDeliveries_DoneAtUtc_DueAtUtc",
                table: "GitHubDeliveries",
                columns: new[] { "DoneAtUtc", "DueAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_IssueComments_DeletedAtUtc_CheckedAtUtc",
                table: "IssueComments",
                columns: new[] { "DeletedAtUtc", "CheckedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_IssueComments_ProjectId_DeletedAtUtc_Id",
                table: "IssueComments",
                columns: new[] { "ProjectId", "DeletedAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxPacedWrites_Lane_AtUtc",
                table: "OutboxPacedWrites",
                columns: new[] { "Lane", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_AccountId",
                table: "Sessions",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_EndsAtUtc",
                table: "Sessions",
                column: "EndsAtUtc");

            // A message's lane is what its kind begins with.
            migrationBuilder.Sql("UPDATE \"OutboxMessages\" SET \"Lane\" = substr(\"Kind\", 1, instr(\"Kind\", '.') - 1)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GitHubDeliveries");

            migrationBuilder.DropTable(
                name: "GitHubSweeps");

            migrationBuilder.DropTable(
                name: "IssueComments");

            migrationBuilder.DropTable(
                name: "OutboxLanes");

            migrationBuilder.DropTable(
                name: "OutboxPacedWrites");

            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropIndex(
                name: "IX_TrackingIssues_ChangedAtUtc_ProjectId",
                table: "TrackingIssues");

            migrationBuilder.DropIndex(
                name: "IX_TrackingIssues_Number",
                table: "TrackingIssues");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_Lane_State_DueAtUtc_Id",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "ChangedAtUtc",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "ChangedBy",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "ClosedByPortalAtUtc",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "EditedAtUtc",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "EditedBy",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "MovedToUrl",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "SeenAtUtc",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "State",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "TrackingIssues");

            migrationBuilder.DropColumn(
                name: "Lane",
                table: "OutboxMessages");
        }
    }
}
