using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Accounts;

/// <summary>A person as one sign-in provider knows them.</summary>
public sealed class Account
{
    private const int NameLength = 200;

    private Account()
    {
    }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>One of <see cref="SignInProviders"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own, never reused id of the person.</summary>
    public required string Subject { get; init; }

    /// <summary>How others name the person at the provider: the GitHub login; the e-mail address for OpenID Connect.</summary>
    public string Login { get; private set; } = "";

    /// <summary>Lower case, for look-ups.</summary>
    public string LoginKey { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Email { get; private set; } = "";

    public DateTime CreatedAtUtc { get; private init; }

    public DateTime LastSignInUtc { get; private set; }

    /// <summary>The name shown to others; it is never an e-mail address.</summary>
    public string PublicName => SignInProviders.LoginIsEmail(Provider) ? Name : Login;

    internal static Account Of(SignedInPerson person, DateTime now)
    {
        var account = new Account { Provider = person.Provider, Subject = person.Subject, CreatedAtUtc = now };
        account.SignedIn(person, now);
        return account;
    }

    internal void SignedIn(SignedInPerson person, DateTime now)
    {
        Login = person.Login;
        LoginKey = KeyOf(person.Login);
        var name = FieldChecks.Printable(person.Name, NameLength);
        Name = name.Length > 0 && !name.Contains('@') ? name : NameFrom(person.Login);
        Email = FieldChecks.IsBareAddress(person.Email) ? person.Email : "";
        LastSignInUtc = now;
    }

    internal static string KeyOf(string login) => login.Trim().ToLowerInvariant();

    private static string NameFrom(string login) => FieldChecks.Printable(login.Split('@')[0], NameLength);

    internal sealed class Configuration : IEntityTypeConfiguration<Account>
    {
        public void Configure(EntityTypeBuilder<Account> builder)
        {
            builder.ToTable("Accounts");
            builder.Property(account => account.Id).ValueGeneratedNever();
            builder.Property(account => account.Provider).HasMaxLength(20);
            builder.Property(account => account.Subject).HasMaxLength(255);
            builder.Property(account => account.Login).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(account => account.LoginKey).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(account => account.Name).HasMaxLength(NameLength);
            builder.Property(account => account.Email).HasMaxLength(FieldChecks.EmailLength);
            builder.HasIndex(account => new { account.Provider, account.Subject }).IsUnique();
            builder.HasIndex(account => new { account.Provider, account.LoginKey });
        }
    }
}

public static class AccountSets
{
    extension(PortalDbContext db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();
    }
}
