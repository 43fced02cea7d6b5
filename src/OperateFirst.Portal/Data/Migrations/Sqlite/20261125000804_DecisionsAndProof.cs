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
                name: "IX_InvitationRequests_Contact_State_RequestedAtUtc",
                table: "InvitationRequests");

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
                name: "IssuedInvites",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProjectId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Meeting = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    Uid = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    Snapshot = table.Column<string>(type: "TEXT", nullable: false),
                    SeriesFingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    IssuedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IssuedInvites", x => x.Id);
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
                name: "ReminderDigests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 274, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PromisedAtUtc = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "InviteRevisions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    InviteId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    RecurrenceDate = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Cause = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    ByName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Sentence = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Snapshot = table.Column<string>(type: "TEXT", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InviteRevisions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InviteRevisions_IssuedInvites_InviteId",
                        column: x => x.InviteId,
                        principalTable: "IssuedInvites",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
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
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "CommitmentStanding", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_StandsAt_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "CommitmentStanding", "StandsAt", "Slug" });

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
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "CommitmentStanding", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_StandsAt_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "CommitmentStanding", "StandsAt", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_StandsAt_Slug",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "StandsAt", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_RefreshAtUtc",
                table: "ProjectProgress",
                column: "RefreshAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_RemindAtUtc",
                table: "ProjectProgress",
                column: "RemindAtUtc");

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
                name: "IX_Holds_FromUtc",
                table: "Holds",
                column: "FromUtc");

            migrationBuilder.CreateIndex(
                name: "IX_Holds_Target",
                table: "Holds",
                column: "Target",
                unique: true,
                filter: "\"EndedAtUtc\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Holds_Target_FromUtc",
                table: "Holds",
                columns: new[] { "Target", "FromUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_InviteRevisions_InviteId_Sequence",
                table: "InviteRevisions",
                columns: new[] { "InviteId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_IssuedInvites_ProjectId_Meeting",
                table: "IssuedInvites",
                columns: new[] { "ProjectId", "Meeting" },
                unique: true,
                filter: "\"State\" = 'issued'");

            migrationBuilder.CreateIndex(
                name: "IX_IssuedInvites_ProjectId_Meeting_Id",
                table: "IssuedInvites",
                columns: new[] { "ProjectId", "Meeting", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_IssuedInvites_State_Meeting_SeriesFingerprint",
                table: "IssuedInvites",
                columns: new[] { "State", "Meeting", "SeriesFingerprint" });

            migrationBuilder.CreateIndex(
                name: "IX_LedgerChains_UnpublishedSinceUtc_Sequence",
                table: "LedgerChains",
                columns: new[] { "UnpublishedSinceUtc", "Sequence" });

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

            migrationBuilder.CreateIndex(
                name: "IX_TextAnnouncements_Agreement_Number",
                table: "TextAnnouncements",
                columns: new[] { "Agreement", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TextAnnouncements_FinishedAtUtc_Id",
                table: "TextAnnouncements",
                columns: new[] { "FinishedAtUtc", "Id" });

            // Where the chains that are there stand; their heads are published by the first round of the clock.
            migrationBuilder.Sql(
                "INSERT INTO \"LedgerChains\" (\"Chain\", \"Sequence\", \"Hash\", \"UnpublishedSinceUtc\") " +
                "SELECT e.\"Chain\", e.\"Sequence\", e.\"Hash\", e.\"AtUtc\" FROM \"LedgerEntries\" e " +
                "WHERE e.\"Sequence\" = (SELECT MAX(l.\"Sequence\") FROM \"LedgerEntries\" l WHERE l.\"Chain\" = e.\"Chain\")");

            // What look-ups by the beginning of a recipient's address or name go by.
            migrationBuilder.Sql("UPDATE \"OutboxMessages\" SET \"RecipientKey\" = lower(\"Recipient\"), \"RecipientNameKey\" = lower(\"RecipientName\")");

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
                name: "InviteRevisions");

            migrationBuilder.DropTable(
                name: "LedgerChains");

            migrationBuilder.DropTable(
                name: "PublishedHeads");

            migrationBuilder.DropTable(
                name: "ReminderItems");

            migrationBuilder.DropTable(
                name: "StandIns");

            migrationBuilder.DropTable(
                name: "TextAnnouncements");

            migrationBuilder.DropTable(
                name: "IssuedInvites");

            migrationBuilder.DropTable(
                name: "ReminderDigests");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_CommitmentStanding_StandsAt_Slug",
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
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStanding_StandsAt_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_StandsAt_Slug",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_RefreshAtUtc",
                table: "ProjectProgress");

            migrationBuilder.DropIndex(
                name: "IX_ProjectProgress_RemindAtUtc",
                table: "ProjectProgress");

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
                name: "IX_InvitationRequests_Contact_State_RequestedAtUtc",
                table: "InvitationRequests",
                columns: new[] { "Contact", "State", "RequestedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_Acceptances_ProjectId_Agreement_Number",
                table: "Acceptances",
                columns: new[] { "ProjectId", "Agreement", "Number" },
                unique: true);
        }
    }
}
