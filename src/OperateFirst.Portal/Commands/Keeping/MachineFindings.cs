using System.Globalization;
using Microsoft.Extensions.Options;
using OperateFirst.Portal.Content;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Outbox;

namespace OperateFirst.Portal.Commands.Keeping;

/// <summary>The settings, the content files, and the machine itself.</summary>
internal static class MachineFindings
{
    public const string Settings = "settings";

    private const string Files = "content files";
    private const string Zones = "time-zone data";
    private const string Disk = "disk";
    private const string Certificate = "certificate";
    private const long Scarce = 100L << 20;
    private const long Low = 1L << 30;

    public static IEnumerable<Finding> Of(IServiceProvider services)
    {
        yield return OfSettings(services);
        yield return OfContent(services);
        yield return OfTimeZones();
        yield return OfDisk(services);
        if (OfCertificate(services.GetRequiredService<KeyWatch>()) is { } certificate)
        {
            yield return certificate;
        }
    }

    private static Finding OfSettings(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return Finding.Ok(Settings, "Each is well-formed, and none that is needed is missing.");
        }
        catch (OptionsValidationException wrong)
        {
            return Finding.Fail(Settings, string.Join(" ", wrong.Failures));
        }
        catch (AggregateException several)
        {
            return Finding.Fail(Settings, string.Join(" ", several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(wrong => wrong.Failures)));
        }
    }

    private static Finding? OfCertificate(KeyWatch watch)
    {
        try
        {
            return watch.OfCertificate() is { } warning
                ? Finding.Warn(Certificate, warning)
                : watch.ExpiresAtUtc is { } end ? Finding.Ok(Certificate, string.Create(CultureInfo.InvariantCulture, $"It is valid until {end:yyyy-MM-dd}.")) : null;
        }
        catch (OptionsValidationException)
        {
            // What is wrong with it stands among the settings.
            return null;
        }
    }

    private static Finding OfContent(IServiceProvider services)
    {
        try
        {
            var content = services.GetRequiredService<PortalContent>();
            return Finding.Ok(Files, $"{content.Agreements.Count} agreements, {content.Contacts.Count} contacts.");
        }
        catch (ContentException wrong)
        {
            return Finding.Fail(Files, wrong.Message);
        }
    }

    private static Finding OfTimeZones()
    {
        try
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
            var (winter, summer) = (zone.GetUtcOffset(new DateTime(2026, 1, 15)).TotalHours, zone.GetUtcOffset(new DateTime(2026, 7, 15)).TotalHours);
            return (winter, summer) == (-5, -4)
                ? Finding.Ok(Zones, "New York is five hours behind UTC in winter and four in summer.")
                : Finding.Fail(Zones, "The machine's data on New York is wrong: invites would name a wrong hour. Install its package tzdata.");
        }
        catch (Exception missing) when (missing is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            return Finding.Fail(Zones, "The machine knows no time zone America/New_York: install its package tzdata.");
        }
    }

    private static Finding OfDisk(IServiceProvider services)
    {
        try
        {
            if (services.GetRequiredService<IOptions<DatabaseOptions>>().Value.IsPostgres)
            {
                return Finding.Ok(Disk, "The data is on PostgreSQL's machine: watch its disk there.");
            }

            var folder = Path.GetDirectoryName(services.GetRequiredService<DatabaseFile>().FullPath) ?? "/";
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var words = string.Create(CultureInfo.InvariantCulture, $"{free >> 20:N0} MiB are free where the database is.");
            return free switch
            {
                < Scarce => Finding.Fail(Disk, $"Only {words} Make room: soon nothing can be saved."),
                < Low => Finding.Warn(Disk, $"{words} Make room in time."),
                _ => Finding.Ok(Disk, words),
            };
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException or OptionsValidationException)
        {
            return Finding.Warn(Disk, "How much room there is cannot be found out.");
        }
    }
}
