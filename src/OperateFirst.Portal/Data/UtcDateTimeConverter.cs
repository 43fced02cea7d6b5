using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace OperateFirst.Portal.Data;

/// <summary>Stored times are UTC; SQLite gives them back without a kind, and PostgreSQL takes none without.</summary>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTime, DateTime>(
    time => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc),
    time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
