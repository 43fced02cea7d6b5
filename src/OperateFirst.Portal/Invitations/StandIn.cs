using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Invitations;

/// <summary>A person who decides a contact's requests for some days in the contact's place; known by login until they first sign in.</summary>
public sealed class StandIn
{
    /// <summary>Longer than this it is no stand-in but a new coordinator.</summary>
    public const int MostDays = 120;

    /// <summary>Ledger kinds, on the portal's chain.</summary>
    public const string AppointedKind = "stand-in.appointed";
    public const string EndedKind = "stand-in.ended";

    private const int MostDaysAhead = 365;

    private StandIn()
    {
    }

    public Guid Id { get; private init; } = OrderedId.New();

    /// <summary>Key of the contact in whose place.</summary>
    public required string Contact { get; init; }

    public required string Provider { get; init; }

    /// <summary>As it was given; an e-mail address for OpenID Connect, so never shown.</summary>
    public required string Login { get; init; }

    public required string LoginKey { get; init; }

    /// <summary>Null until the person has signed in.</summary>
    public Guid? AccountId { get; private set; }

    /// <summary>The name shown to others; never an e-mail address.</summary>
    public string Name { get; private set; } = "";

    /// <summary>First and last day in New York, both whole.</summary>
    public required DateOnly FromDay { get; init; }

    public required DateOnly ToDay { get; init; }

    public required string AppointedByName { get; init; }

    public DateTime? EndedAtUtc { get; private set; }

    public string EndedByName { get; private set; } = "";

    /// <param name="today">In New York.</param>
    public bool IsActive(DateOnly today) => EndedAtUtc is null && FromDay <= today && today <= ToDay;

    /// <summary>True where it is still to come, or going on.</summary>
    public bool IsOpen(DateOnly today) => EndedAtUtc is null && today <= ToDay;

    /// <exception cref="RuleBrokenException">Names what is wrong with the days.</exception>
    internal static StandIn Appoint(string contact, StandInPerson person, DateOnly from, DateOnly to, string by, DateOnly today)
    {
        RefuseWrongDays(from, to, today);
        return new StandIn
        {
            Contact = contact,
            Provider = person.Provider,
            Login = person.Login,
            LoginKey = Account.KeyOf(person.Login),
            AccountId = person.Account?.Id,
            Name = person.Account?.PublicName ?? (SignInProviders.LoginIsEmail(person.Provider) ? "somebody who has not signed in yet" : person.Login),
            FromDay = from,
            ToDay = to,
            AppointedByName = by,
        };
    }

    /// <param name="others">Other stand-ins for the same contact that were not ended.</param>
    /// <exception cref="RuleBrokenException">One of them is the same person on some of these days.</exception>
    internal void RefuseOverlap(IEnumerable<StandIn> others)
    {
        if (others.FirstOrDefault(other => other.Provider == Provider && other.LoginKey == LoginKey && other.FromDay <= ToDay && FromDay <= other.ToDay) is { } same)
        {
            throw new RuleBrokenException("From", $"{same.Name} stands in from {Words(same.FromDay)} to {Words(same.ToDay)} already. Choose other days, or end that first.");
        }
    }

    internal void End(string by, DateTime now, DateOnly today)
    {
        if (!IsOpen(today))
        {
            throw new RuleBrokenException("This has ended already. The list below is up to date.");
        }

        (EndedAtUtc, EndedByName) = (now, by);
    }

    internal void Recognise(Account account) => (AccountId, Name) = (account.Id, account.PublicName);

    private static void RefuseWrongDays(DateOnly from, DateOnly to, DateOnly today)
    {
        if (to < from)
        {
            throw new RuleBrokenException("To", $"The last day lies before the first. Choose {Words(from)} or a later day.");
        }

        if (to < today)
        {
            throw new RuleBrokenException("To", "The last day is past already. Choose today or a later day.");
        }

        if (to.DayNumber - from.DayNumber >= MostDays)
        {
            throw new RuleBrokenException("To", $"Somebody stands in for at most {MostDays} days. Choose {Words(from.AddDays(MostDays - 1))} or an earlier day; after that, somebody can be appointed again.");
        }

        if (from.DayNumber - today.DayNumber > MostDaysAhead)
        {
            throw new RuleBrokenException("From", "The first day is more than a year away. Choose an earlier one.");
        }
    }

    private static string Words(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    internal sealed class Configuration : IEntityTypeConfiguration<StandIn>
    {
        public void Configure(EntityTypeBuilder<StandIn> builder)
        {
            builder.ToTable("StandIns");
            builder.Property(standIn => standIn.Id).ValueGeneratedNever();
            builder.Property(standIn => standIn.Contact).HasMaxLength(60);
            builder.Property(standIn => standIn.Provider).HasMaxLength(20);
            builder.Property(standIn => standIn.Login).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(standIn => standIn.LoginKey).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(standIn => standIn.Name).HasMaxLength(200);
            builder.Property(standIn => standIn.AppointedByName).HasMaxLength(200);
            builder.Property(standIn => standIn.EndedByName).HasMaxLength(200);
            builder.Property(standIn => standIn.EndedAtUtc).IsConcurrencyToken();

            // The same form sent twice appoints once, also across processes.
            builder.HasIndex(standIn => new { standIn.Contact, standIn.Provider, standIn.LoginKey, standIn.FromDay }).IsUnique().HasFilter("\"EndedAtUtc\" IS NULL");
            builder.HasIndex(standIn => new { standIn.Contact, standIn.ToDay });
            builder.HasIndex(standIn => new { standIn.AccountId, standIn.ToDay });
            builder.HasIndex(standIn => new { standIn.Provider, standIn.LoginKey });
        }
    }
}

/// <param name="Account">Null where the person has not signed in yet.</param>
internal sealed record StandInPerson(string Provider, string Login, Account? Account);
