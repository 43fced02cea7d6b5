using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Tests.Data;

/// <summary>The models in CompiledModels are those that the entities' configurations describe.</summary>
public sealed class CompiledModelTests
{
    private const string Ours = "Portal:";

    [Fact]
    public void The_compiled_model_of_SQLite_is_in_step()
    {
        using var db = SqlitePortalDbContext.Over(":memory:");
        AssertInStep(db, "Sqlite");
    }

    [Fact]
    public void The_compiled_model_of_PostgreSQL_is_in_step()
    {
        using var db = PostgresPortalDbContext.Over("Host=localhost");
        AssertInStep(db, "Postgres");
    }

    private static void AssertInStep(PortalDbContext db, string name)
    {
        Assert.IsAssignableFrom<RuntimeModel>(db.Model);
        var (described, compiled) = (LinesOf(db.GetService<IDesignTimeModel>().Model), LinesOf(db.Model));
        Assert.True(
            described.SequenceEqual(compiled),
            $"""
            Described, and not compiled: {described.Except(compiled).FirstOrDefault()}
            Compiled, and not described: {compiled.Except(described).FirstOrDefault()}
            Write it anew: dotnet ef dbcontext optimize --project src/OperateFirst.Portal --context {name}PortalDbContext -o CompiledModels/{name} -n OperateFirst.Portal.CompiledModels.{name}
            """);
    }

    // What queries, saves and the start ask a model for.
    private static List<string> LinesOf(IModel model) => [.. model.GetEntityTypes().OrderBy(type => type.Name, StringComparer.Ordinal).SelectMany(LinesOf)];

    private static IEnumerable<string> LinesOf(IEntityType type) =>
    [
        .. type.ToDebugString(MetadataDebugStringOptions.ShortDefault).Split('\n'),
        $"  table {type.GetTableName()}",
        .. from annotation in type.GetAnnotations()
           where annotation.Name.StartsWith(Ours, StringComparison.Ordinal)
           orderby annotation.Name
           select $"  {annotation.Name} {annotation.Value}",
        .. ColumnsOf(type),
    ];

    private static IEnumerable<string> ColumnsOf(ITypeBase type) =>
        type.GetProperties().Select(property => $"  {type.Name}.{property.Name}: {property.GetColumnName()} {property.GetColumnType()} {property.GetTypeMapping().Converter?.GetType()} {property.GetTypeMapping().Comparer.GetType()} {property.GetDefaultValueSql()}")
            .Concat(type.GetComplexProperties().SelectMany(complex => ColumnsOf(complex.ComplexType)));
}
