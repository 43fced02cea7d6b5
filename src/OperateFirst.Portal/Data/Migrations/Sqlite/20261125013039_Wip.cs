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
                    LookedAtAllAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "IX_TrackingIssues_ChangedAtUtc_ProjectId",
                table: "TrackingIssues",
                columns: new[] { "ChangedAtUtc", "ProjectId" });

            migrationBuilder.CreateIndex(
                name: "IX_TrackingIssues_Number",
                table: "TrackingIssues",
                column: "Number");

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

            migrationBuilder.DropIndex(
                name: "IX_TrackingIssues_ChangedAtUtc_ProjectId",
                table: "TrackingIssues");

            migrationBuilder.DropIndex(
                name: "IX_TrackingIssues_Number",
                table: "TrackingIssues");

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
        }
    }
}
