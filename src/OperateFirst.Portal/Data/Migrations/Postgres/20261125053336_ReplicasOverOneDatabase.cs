using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OperateFirst.Portal.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReplicasOverOneDatabase : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AcceptanceWithdrawals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Agreement = table.Column<string>(type: "text", maxLength: 40, nullable: false, collation: "C"),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "text", maxLength: 1000, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LedgerEntryId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AcceptanceWithdrawals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Provider = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "text", maxLength: 255, nullable: false, collation: "C"),
                    Login = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    LoginKey = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    Email = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    CreatedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSignInUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AgreementVersions",
                columns: table => new
                {
                    Agreement = table.Column<string>(type: "text", maxLength: 40, nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    Summary = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Sha256 = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    PublishedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    IsMaterial = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true),
                    GraceEndsAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PublishedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, defaultValue: "", collation: "C"),
                    WhatChanged = table.Column<string>(type: "text", maxLength: 1000, nullable: false, defaultValue: "", collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AgreementVersions", x => new { x.Agreement, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "ClockTurns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Owner = table.Column<Guid>(type: "uuid", nullable: true),
                    UntilUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Renewals = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClockTurns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DataProtectionKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FriendlyName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Xml = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataProtectionKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DeadlineReminders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Agreement = table.Column<string>(type: "text", maxLength: 40, nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    DaysBefore = table.Column<int>(type: "integer", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeadlineReminders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GitHubDeliveries",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    Event = table.Column<string>(type: "text", maxLength: 40, nullable: false, collation: "C"),
                    Action = table.Column<string>(type: "text", maxLength: 40, nullable: false, collation: "C"),
                    IssueNumber = table.Column<int>(type: "integer", nullable: false),
                    Payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ReceivedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DueAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DoneAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LastError = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GitHubDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "GitHubSweeps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    DueAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LookedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LookedAtAllAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    MissingAfter = table.Column<int>(type: "integer", nullable: false),
                    RestoredAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GitHubSweeps", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Holds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Target = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    Sentence = table.Column<string>(type: "text", maxLength: 300, nullable: false, collation: "C"),
                    FromUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UntilUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    StartedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    EndedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Holds", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InvitationRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Target = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    Contact = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    State = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    WaitedSinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RequestedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    RequestedById = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", maxLength: 1000, nullable: false, collation: "C"),
                    DecidedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    DecidedForName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    IsClosed = table.Column<bool>(type: "boolean", nullable: false),
                    BlockedSinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    BlockedDays = table.Column<int>(type: "integer", nullable: false),
                    RemindedMark = table.Column<int>(type: "integer", nullable: false),
                    RemindAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    NudgedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Attendees = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InvitationRequests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "IssuedInvites",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestId = table.Column<Guid>(type: "uuid", nullable: false),
                    Meeting = table.Column<string>(type: "text", maxLength: 63, nullable: false, collation: "C"),
                    Uid = table.Column<string>(type: "text", maxLength: 300, nullable: false, collation: "C"),
                    Sequence = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    Snapshot = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SeriesFingerprint = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    IssuedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IssuedInvites", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "JoinedChannels",
                columns: table => new
                {
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JoinedChannels", x => new { x.ProjectId, x.Channel });
                });

            migrationBuilder.CreateTable(
                name: "LedgerChains",
                columns: table => new
                {
                    Chain = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    UnpublishedSinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LedgerChains", x => x.Chain);
                });

            migrationBuilder.CreateTable(
                name: "LedgerEntries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Chain = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ActorId = table.Column<Guid>(type: "uuid", nullable: true),
                    Kind = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PreviousHash = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    BodyHash = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LedgerEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OutboxLanes",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    RestsUntilUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RestSetAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Failures = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxLanes", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "OutboxMessages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    Lane = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: true),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    Recipient = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    RecipientName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    OrderKey = table.Column<string>(type: "text", maxLength: 80, nullable: false, collation: "C"),
                    EnqueuedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    LeaseOwner = table.Column<Guid>(type: "uuid", nullable: true),
                    LeaseEndsAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    State = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    FinishedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Result = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ResultUrl = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LastError = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RecipientKey = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    RecipientNameKey = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    SentAgainAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DropReason = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    DroppedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxMessages", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OutboxPacedWrites",
                columns: table => new
                {
                    Lane = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutboxPacedWrites", x => new { x.Lane, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "Projects",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Slug = table.Column<string>(type: "text", maxLength: 63, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", maxLength: 80, nullable: false, collation: "C"),
                    Description = table.Column<string>(type: "text", maxLength: 2000, nullable: false, collation: "C"),
                    RepositoryUrl = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    DocumentationUrl = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    ContactEmail = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    RegisteredAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClosedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CloseReason = table.Column<string>(type: "text", maxLength: 1000, nullable: false, collation: "C"),
                    ClusterAccessAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Projects", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PublishedHeads",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Chain = table.Column<string>(type: "text", maxLength: 32, nullable: false, collation: "C"),
                    OpaqueChain = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    PublishedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PublishedHeads", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReadingConfirmations",
                columns: table => new
                {
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    TextSha256 = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReadingConfirmations", x => x.ProjectId);
                });

            migrationBuilder.CreateTable(
                name: "ReminderDigests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Recipient = table.Column<string>(type: "text", maxLength: 274, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    Email = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    PromisedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReminderDigests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "StandIns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Contact = table.Column<string>(type: "text", maxLength: 60, nullable: false, collation: "C"),
                    Provider = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    Login = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    LoginKey = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    Name = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    FromDay = table.Column<DateOnly>(type: "date", nullable: false),
                    ToDay = table.Column<DateOnly>(type: "date", nullable: false),
                    AppointedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    EndedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EndedByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StandIns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TextAnnouncements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Agreement = table.Column<string>(type: "text", maxLength: 40, nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    ToldUpTo = table.Column<Guid>(type: "uuid", nullable: false),
                    FinishedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TextAnnouncements", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    EndsAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "Acceptances",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Agreement = table.Column<string>(type: "text", maxLength: 40, nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    TextSha256 = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    AccountName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    LedgerEntryId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Acceptances", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Acceptances_AgreementVersions_Agreement_Number",
                        columns: x => new { x.Agreement, x.Number },
                        principalTable: "AgreementVersions",
                        principalColumns: new[] { "Agreement", "Number" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "InviteRevisions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    InviteId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<int>(type: "integer", nullable: false),
                    Method = table.Column<string>(type: "text", maxLength: 10, nullable: false, collation: "C"),
                    RecurrenceDate = table.Column<DateOnly>(type: "date", nullable: true),
                    Cause = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    ByName = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    Sentence = table.Column<string>(type: "text", maxLength: 2000, nullable: false, collation: "C"),
                    Snapshot = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                name: "IssueComments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Login = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    Role = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    Body = table.Column<string>(type: "text", maxLength: 65536, nullable: false, collation: "C"),
                    Url = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    WrittenAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DeletedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CheckedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                name: "ProjectMembers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Provider = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    Login = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    LoginKey = table.Column<string>(type: "text", maxLength: 254, nullable: false, collation: "C"),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    Name = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    IsLead = table.Column<bool>(type: "boolean", nullable: false),
                    MayAccept = table.Column<bool>(type: "boolean", nullable: false),
                    AddedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProjectMembers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProjectMembers_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProjectProgress",
                columns: table => new
                {
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    Slug = table.Column<string>(type: "text", maxLength: 63, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", maxLength: 80, nullable: false, collation: "C"),
                    NameKey = table.Column<string>(type: "text", maxLength: 80, nullable: false, collation: "C"),
                    Leads = table.Column<string>(type: "text", maxLength: 400, nullable: false, collation: "C"),
                    IsClosed = table.Column<bool>(type: "boolean", nullable: false),
                    DoneCount = table.Column<int>(type: "integer", nullable: false),
                    StandsAt = table.Column<int>(type: "integer", nullable: false),
                    CurrentTitle = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    WaitsFor = table.Column<string>(type: "text", maxLength: 200, nullable: false, collation: "C"),
                    NextDeadlineUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RefreshAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RemindAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TelemetryStanding = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    CommitmentStanding = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    ClusterAccess_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    ClusterAccess_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ClusterAccess_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Commitment_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    Commitment_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Commitment_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CommitmentProgress_AcceptByUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CommitmentProgress_AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CommitmentProgress_Number = table.Column<int>(type: "integer", nullable: true),
                    Conversation_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    Conversation_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Conversation_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Coordination_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    Coordination_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Coordination_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Environment_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    Environment_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Environment_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Register_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    Register_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Register_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SprintPlanning_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    SprintPlanning_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    SprintPlanning_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Telemetry_DaysTaken = table.Column<int>(type: "integer", nullable: true),
                    Telemetry_SinceUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Telemetry_State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TelemetryProgress_AcceptByUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TelemetryProgress_AtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TelemetryProgress_Number = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProjectProgress", x => x.ProjectId);
                    table.ForeignKey(
                        name: "FK_ProjectProgress_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrackingIssues",
                columns: table => new
                {
                    ProjectId = table.Column<Guid>(type: "uuid", nullable: false),
                    PromisedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    PromisedSha256 = table.Column<string>(type: "text", maxLength: 64, nullable: false, collation: "C"),
                    OpeningBegunAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Number = table.Column<int>(type: "integer", nullable: true),
                    Url = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    OpenedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    State = table.Column<string>(type: "text", maxLength: 20, nullable: false, collation: "C"),
                    ChangedBy = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    ChangedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    MovedToUrl = table.Column<string>(type: "text", maxLength: 500, nullable: false, collation: "C"),
                    EditedBy = table.Column<string>(type: "text", maxLength: 100, nullable: false, collation: "C"),
                    EditedAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SeenAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ClosedByPortalAtUtc = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrackingIssues", x => x.ProjectId);
                    table.ForeignKey(
                        name: "FK_TrackingIssues_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ReminderItems",
                columns: table => new
                {
                    DigestId = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestId = table.Column<Guid>(type: "uuid", nullable: false)
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
                name: "IX_AcceptanceWithdrawals_ProjectId_Agreement_Round",
                table: "AcceptanceWithdrawals",
                columns: new[] { "ProjectId", "Agreement", "Round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Acceptances_Agreement_Number",
                table: "Acceptances",
                columns: new[] { "Agreement", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Acceptances_ProjectId_Agreement_Number_Round",
                table: "Acceptances",
                columns: new[] { "ProjectId", "Agreement", "Number", "Round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Provider_LoginKey",
                table: "Accounts",
                columns: new[] { "Provider", "LoginKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Provider_Subject",
                table: "Accounts",
                columns: new[] { "Provider", "Subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DeadlineReminders_ProjectId_Agreement_Number_DaysBefore",
                table: "DeadlineReminders",
                columns: new[] { "ProjectId", "Agreement", "Number", "DaysBefore" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_GitHubDeliveries_DoneAtUtc_DueAtUtc",
                table: "GitHubDeliveries",
                columns: new[] { "DoneAtUtc", "DueAtUtc" });

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
                name: "IX_InvitationRequests_ProjectId_Target",
                table: "InvitationRequests",
                columns: new[] { "ProjectId", "Target" },
                unique: true,
                filter: "\"State\" IN ('waiting', 'changes-asked')");

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_ProjectId_Target_RequestedAtUtc",
                table: "InvitationRequests",
                columns: new[] { "ProjectId", "Target", "RequestedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_InvitationRequests_RemindAtUtc",
                table: "InvitationRequests",
                column: "RemindAtUtc");

            migrationBuilder.CreateIndex(
                name: "IX_InviteRevisions_InviteId_Sequence",
                table: "InviteRevisions",
                columns: new[] { "InviteId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_IssueComments_DeletedAtUtc_CheckedAtUtc",
                table: "IssueComments",
                columns: new[] { "DeletedAtUtc", "CheckedAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_IssueComments_ProjectId_DeletedAtUtc_Id",
                table: "IssueComments",
                columns: new[] { "ProjectId", "DeletedAtUtc", "Id" });

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
                name: "IX_LedgerEntries_Chain_Sequence",
                table: "LedgerEntries",
                columns: new[] { "Chain", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_EnqueuedAtUtc_Id",
                table: "OutboxMessages",
                columns: new[] { "EnqueuedAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_Lane_State_DueAtUtc_Id",
                table: "OutboxMessages",
                columns: new[] { "Lane", "State", "DueAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_OrderKey_State",
                table: "OutboxMessages",
                columns: new[] { "OrderKey", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_ProjectId",
                table: "OutboxMessages",
                column: "ProjectId");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_RecipientKey",
                table: "OutboxMessages",
                column: "RecipientKey");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_RecipientNameKey",
                table: "OutboxMessages",
                column: "RecipientNameKey");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_State_DueAtUtc",
                table: "OutboxMessages",
                columns: new[] { "State", "DueAtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_State_EnqueuedAtUtc_Id",
                table: "OutboxMessages",
                columns: new[] { "State", "EnqueuedAtUtc", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxPacedWrites_Lane_AtUtc",
                table: "OutboxPacedWrites",
                columns: new[] { "Lane", "AtUtc" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectMembers_AccountId",
                table: "ProjectMembers",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_ProjectMembers_ProjectId_Provider_LoginKey",
                table: "ProjectMembers",
                columns: new[] { "ProjectId", "Provider", "LoginKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProjectMembers_Provider_LoginKey",
                table: "ProjectMembers",
                columns: new[] { "Provider", "LoginKey" });

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
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStandi~",
                table: "ProjectProgress",
                columns: new[] { "IsClosed", "TelemetryStanding", "CommitmentStanding", "Slug" });

            migrationBuilder.CreateIndex(
                name: "IX_ProjectProgress_IsClosed_TelemetryStanding_CommitmentStand~1",
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
                name: "IX_Projects_Slug",
                table: "Projects",
                column: "Slug",
                unique: true);

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
                name: "IX_Sessions_AccountId",
                table: "Sessions",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_EndsAtUtc",
                table: "Sessions",
                column: "EndsAtUtc");

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

            migrationBuilder.CreateIndex(
                name: "IX_TrackingIssues_ChangedAtUtc_ProjectId",
                table: "TrackingIssues",
                columns: new[] { "ChangedAtUtc", "ProjectId" });

            migrationBuilder.CreateIndex(
                name: "IX_TrackingIssues_Number",
                table: "TrackingIssues",
                column: "Number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AcceptanceWithdrawals");

            migrationBuilder.DropTable(
                name: "Acceptances");

            migrationBuilder.DropTable(
                name: "ClockTurns");

            migrationBuilder.DropTable(
                name: "DataProtectionKeys");

            migrationBuilder.DropTable(
                name: "DeadlineReminders");

            migrationBuilder.DropTable(
                name: "GitHubDeliveries");

            migrationBuilder.DropTable(
                name: "GitHubSweeps");

            migrationBuilder.DropTable(
                name: "Holds");

            migrationBuilder.DropTable(
                name: "InvitationRequests");

            migrationBuilder.DropTable(
                name: "InviteRevisions");

            migrationBuilder.DropTable(
                name: "IssueComments");

            migrationBuilder.DropTable(
                name: "JoinedChannels");

            migrationBuilder.DropTable(
                name: "LedgerChains");

            migrationBuilder.DropTable(
                name: "LedgerEntries");

            migrationBuilder.DropTable(
                name: "OutboxLanes");

            migrationBuilder.DropTable(
                name: "OutboxMessages");

            migrationBuilder.DropTable(
                name: "OutboxPacedWrites");

            migrationBuilder.DropTable(
                name: "ProjectMembers");

            migrationBuilder.DropTable(
                name: "ProjectProgress");

            migrationBuilder.DropTable(
                name: "PublishedHeads");

            migrationBuilder.DropTable(
                name: "ReadingConfirmations");

            migrationBuilder.DropTable(
                name: "ReminderItems");

            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropTable(
                name: "StandIns");

            migrationBuilder.DropTable(
                name: "TextAnnouncements");

            migrationBuilder.DropTable(
                name: "TrackingIssues");

            migrationBuilder.DropTable(
                name: "AgreementVersions");

            migrationBuilder.DropTable(
                name: "IssuedInvites");

            migrationBuilder.DropTable(
                name: "ReminderDigests");

            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "Projects");
        }
    }
}
