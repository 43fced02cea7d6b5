using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Tests.Review;

/// <summary>Keeps every statement that a portal sends to its database, and says which of them read more the more there is.</summary>
internal sealed partial class CapturedQueries : DbCommandInterceptor
{
    /// <summary>Tables that may be read whole, and why.</summary>
    private static readonly Dictionary<string, string> Small = new()
    {
        ["AgreementVersions"] = "a handful of texts, published by hand",
        ["TextAnnouncements"] = "one for each of those texts",
        ["Holds"] = "pauses, started by hand; looked up by the active ones",
        ["ProgressSweeps"] = "one for each pause or text since the last round of the clock",
        ["DataProtectionKeys"] = "a new key every three months",
    };

    private readonly List<(string Sql, (string Name, object? Value)[] Parameters)> seen = [];

    public void AddTo(IWebHostBuilder builder) =>
        builder.ConfigureTestServices(services => services.ConfigureDbContext<SqlitePortalDbContext>(options => options.AddInterceptors(this)));

    public void Clear() => seen.Clear();

    /// <summary>What reads a table that grows from end to end, or sorts it for one page of it.</summary>
    /// <param name="database">The file whose indexes count.</param>
    public IReadOnlyList<string> Findings(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        return
        [
            .. from query in seen.DistinctBy(query => query.Sql)
               where Explained().IsMatch(query.Sql)
               let plan = PlanOf(connection, query.Sql, query.Parameters)
               from step in plan
               let why = Fault(query.Sql, plan, step)
               where why is not null
               select $"{why}: {step}\n    {query.Sql.ReplaceLineEndings(" ")}",
        ];
    }

    /// <summary>How many different statements were seen.</summary>
    public int Count => seen.DistinctBy(query => query.Sql).Count();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    private static string? Fault(string sql, List<string> plan, string step)
    {
        if (Scan().Match(step) is { Success: true } scan)
        {
            var name = scan.Groups["name"].Value;
            var table = TableOf(sql, name);
            var isCount = sql.Contains("GROUP BY", StringComparison.Ordinal) && sql.Contains("COUNT(*)", StringComparison.Ordinal);

            // Along an index from its end to the page's last row: nothing is passed over.
            var isPageOfAll = step.Contains("USING INDEX", StringComparison.Ordinal) && Regex.IsMatch(sql, $"FROM \"{table}\" AS \"{name}\"\\s+ORDER BY [^()]*\\s+LIMIT ");
            return table is null || isPageOfAll || Small.ContainsKey(table) || (step.Contains("USING COVERING INDEX", StringComparison.Ordinal) && isCount)
                ? null
                : $"It reads all of {table}";
        }

        // What one project has may be sorted, and rows that are named by their ids: they do not grow with the number of projects.
        var isPage = sql.Contains("LIMIT", StringComparison.Ordinal);
        var isFew = plan[0].EndsWith("(Id=?)", StringComparison.Ordinal) || plan.Exists(other => other.Contains("(ProjectId=?", StringComparison.Ordinal));
        return step switch
        {
            "USE TEMP B-TREE FOR ORDER BY" when isPage && !isFew && !Sources().Matches(sql).All(source => Small.ContainsKey(source.Groups["table"].Value)) => "It sorts everything for one page",
            _ when step.EndsWith("(IsClosed=?)", StringComparison.Ordinal) && !isPage => "It reads all open projects",
            _ => null,
        };
    }

    // A name of the plan is the statement's alias of a table; a subquery is named in parentheses.
    private static string? TableOf(string sql, string name) =>
        Regex.Match(sql, $"\"(?<table>\\w+)\" AS \"{Regex.Escape(name)}\"") is { Success: true } alias
            ? alias.Groups["table"].Value
            : Regex.IsMatch(sql, $"(FROM|UPDATE|INTO) \"{Regex.Escape(name)}\"") ? name : null;

    private static List<string> PlanOf(SqliteConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        var steps = new List<string>();
        using var plan = command.ExecuteReader();
        while (plan.Read())
        {
            steps.Add(plan.GetString(3));
        }

        return steps;
    }

    private void Keep(DbCommand command)
    {
        lock (seen)
        {
            seen.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
        }
    }

    [GeneratedRegex(@"^\s*(SELECT|UPDATE|DELETE|WITH)\b")]
    private static partial Regex Explained();

    [GeneratedRegex("(FROM|JOIN) \"(?<table>\\w+)\"")]
    private static partial Regex Sources();

    [GeneratedRegex(@"^SCAN (?<name>\w+)")]
    private static partial Regex Scan();
}
