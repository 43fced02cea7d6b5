using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OperateFirst.Portal.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DecisionsAndProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Acceptances_ProjectId_Agreement_Number",
                table: "Acceptances");

            migrationBuilder.AddColumn<int>(
                name: "ClusterAccess_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CommitmentProgress_AcceptByUtc",
                table: "ProjectProgress",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CommitmentProgress_AtUtc",
                table: "ProjectProgress",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CommitmentProgress_Number",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CommitmentStanding",
                table: "ProjectProgress",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Commitment_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Conversation_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Coordination_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Environment_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsClosed",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Leads",
                table: "ProjectProgress",
                type: "TEXT",
                maxLength: 400,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "ProjectProgress",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "NameKey",
                table: "ProjectProgress",
                type: "TEXT",
                maxLength: 80,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "RefreshAtUtc",
                table: "ProjectProgress",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Register_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RemindAtUtc",
                table: "ProjectProgress",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Slug",
                table: "ProjectProgress",
                type: "TEXT",
                maxLength: 63,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "SprintPlanning_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "StandsAt",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "TelemetryProgress_AcceptByUtc",
                table: "ProjectProgress",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "TelemetryProgress_AtUtc",
                table: "ProjectProgress",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TelemetryProgress_Number",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TelemetryStanding",
                table: "ProjectProgress",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Telemetry_DaysTaken",
                table: "ProjectProgress",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "GraceEndsAtUtc",
                table: "AgreementVersions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsMaterial",
                table: "AgreementVersions",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "PublishedByName",
                table: "AgreementVersions",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "WhatChanged",
                table: "AgreementVersions",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Round",
                table: "Acceptances",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "AcceptanceWithdrawals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Agreement = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Round = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AccountName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LedgerEntryId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AcceptanceWithdrawals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DeadlineReminders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Agreement = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    DaysBefore = table.Column<int>(type: "INTEGER", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeadlineReminders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Holds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Target = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Sentence = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    FromUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UntilUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    EndedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    StartedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    EndedByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Holds", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LedgerChains",
                columns: table => new
                {
                    Chain = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    UnpublishedSinceUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LedgerChains", x => x.Chain);
                });

            migrationBuilder.CreateTable(
                name: "PublishedHeads",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Chain = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    OpaqueChain = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    PublishedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PublishedHeads", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TextAnnouncements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Agreement = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    ToldUpTo = table.Column<Guid>(type: "TEXT", nullable: false),
                    FinishedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TextAnnouncements", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "CommitmentStanding", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_NameKey",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_StandsAt_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "StandsAt", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_RefreshAtUtc",
                table: "ProjectProgress",
                column: "RefreshAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_RemindAtUtc",
                table: "ProjectProgress",
                column: "RemindAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Acceptances_ProjectId_Agreement_Number_Round",
                table: "Acceptances",
                columns: new[] { "ProjectId", "Agreement", "Number", "Round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AcceptanceWithdrawals_ProjectId_Agreement_Round",
                table: "AcceptanceWithdrawals",
                columns: new[] { "ProjectId", "Agreement", "Round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DeadlineReminders_ProjectId_Agreement_Number_DaysBefore",
                table: "DeadlineReminders",
                columns: new[] { "ProjectId", "Agreement", "Number", "DaysBefore" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Holds_Target_FromUtc",
                table: "Holds",
                columns: new[] { "Target", "FromUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_LedgerChains_UnpublishedSinceUtc",
                table: "LedgerChains",
                column: "UnpublishedSinceUtc");

            migrationBuilder.CreateIndex(
                name: "IX_PublishedHeads_Chain_Sequence",
                table: "PublishedHeads",
                columns: new[] { "Chain", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_PublishedHeads_OpaqueChain_Sequence",
                table: "PublishedHeads",
                columns: new[] { "OpaqueChain", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TextAnnouncements_Agreement_Number",
                table: "TextAnnouncements",
                columns: new[] { "Agreement", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TextAnnouncements_FinishedAtUtc",
                table: "TextAnnouncements",
                column: "FinishedAtUtc");

            // Where the chains that are there stand; their heads are published by the first round of the clock.
            migrationBuilder.Sql(
                "INSERT INTO \"LedgerChains\" (\"Chain\", \"Sequence\", \"Hash\", \"UnpublishedSinceUtc\") " +
                "SELECT e.\"Chain\", e.\"Sequence\", e.\"Hash\", e.\"AtUtc\" FROM \"LedgerEntries\" e " +
                "WHERE e.\"Sequence\" = (SELECT MAX(l.\"Sequence\") FROM \"LedgerEntries\" l WHERE l.\"Chain\" = e.\"Chain\")");

            // The rows of projects that were there before are computed anew by the first round of the clock.
            migrationBuilder.Sql("UPDATE \"ProjectProgress\" SET \"RefreshAtUtc\" = '2020-01-01 00:00:00'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AcceptanceWithdrawals");

            migrationBuilder.DropTable(
                name: "DeadlineReminders");

            migrationBuilder.DropTable(
                name: "Holds");

            migrationBuilder.DropTable(
                name: "LedgerChains");

            migrationBuilder.DropTable(
                name: "PublishedHeads");

            migrationBuilder.DropTable(
                name: "TextAnnouncements");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_NameKey",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_StandsAt_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_RefreshAtUtc",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_RemindAtUtc",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_Acceptances_ProjectId_Agreement_Number_Round",
                table: "Acceptances");

            migrationBuilder.DropColumn(
                name: "ClusterAccess_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "CommitmentProgress_AcceptByUtc",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "CommitmentProgress_AtUtc",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "CommitmentProgress_Number",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "CommitmentStanding",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Commitment_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Conversation_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Coordination_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Environment_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "IsClosed",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Leads",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "NameKey",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "RefreshAtUtc",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Register_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "RemindAtUtc",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Slug",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "SprintPlanning_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "StandsAt",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "TelemetryProgress_AcceptByUtc",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "TelemetryProgress_AtUtc",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "TelemetryProgress_Number",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "TelemetryStanding",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "Telemetry_DaysTaken",
                table: "ProjectProgress");

            migrationBuilder.DropColumn(
                name: "GraceEndsAtUtc",
                table: "AgreementVersions");

            migrationBuilder.DropColumn(
                name: "IsMaterial",
                table: "AgreementVersions");

            migrationBuilder.DropColumn(
                name: "PublishedByName",
                table: "AgreementVersions");

            migrationBuilder.DropColumn(
                name: "WhatChanged",
                table: "AgreementVersions");

            migrationBuilder.DropColumn(
                name: "Round",
                table: "Acceptances");

            migrationBuilder.CreateIndex(
                name: "IX_Acceptances_ProjectId_Agreement_Number",
                table: "Acceptances",
                columns: new[] { "ProjectId", "Agreement", "Number" },
                unique: true);
        }
    }
}
