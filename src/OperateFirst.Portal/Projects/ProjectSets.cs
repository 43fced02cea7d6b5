using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Projects;

public static class ProjectSets
{
    private static readonly Prepared<Func<PortalDbContext, string, Guid, CancellationToken, Task<Project?>>> OneOfPeople = new(() => EF.CompileAsyncQuery(
        (PortalDbContext db, string slug, Guid account, CancellationToken cancel) => db.Set<Project>().Include(project => project.Members)
            .SingleOrDefault(project => project.Slug == slug && project.Members.Any(member => member.AccountId == account))));

    extension(PortalDbContext db)
    {
        public DbSet<Project> Projects => db.Set<Project>();

        public DbSet<ProjectMember> ProjectMembers => db.Set<ProjectMember>();

        /// <summary>The project for a change by one of its people; null for everybody else, as if it did not exist.</summary>
        public Task<Project?> ProjectForChangeAsync(string slug, Guid accountId, CancellationToken cancel) => OneOfPeople.For(db)(db, slug, accountId, cancel);

        /// <summary>The project for an operator's change; null for everybody else, as if it did not exist.</summary>
        public async Task<Project?> ProjectForOperatorAsync(string slug, CurrentAccount me, CancellationToken cancel) => me.IsOperator
            ? await db.Projects.Include(project => project.Members).SingleOrDefaultAsync(project => project.Slug == slug, cancel)
            : null;
    }

    internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
    {
        public void Configure(EntityTypeBuilder<Project> builder)
        {
            builder.ToTable("Projects");
            builder.Property(project => project.Id).ValueGeneratedNever();
            builder.Property(project => project.Slug).HasMaxLength(ProjectDetails.SlugLength);
            builder.Property(project => project.Name).HasMaxLength(ProjectDetails.NameLength);
            builder.Property(project => project.Description).HasMaxLength(ProjectDetails.DescriptionLength);
            builder.Property(project => project.RepositoryUrl).HasMaxLength(500);
            builder.Property(project => project.DocumentationUrl).HasMaxLength(500);
            builder.Property(project => project.ContactEmail).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(project => project.CloseReason).HasMaxLength(1000);
            builder.Property(project => project.Version).IsConcurrencyToken();
            builder.HasIndex(project => project.Slug).IsUnique();
            builder.HasMany(project => project.Members).WithOne().HasForeignKey(member => member.ProjectId);
            builder.Navigation(project => project.Members).UsePropertyAccessMode(PropertyAccessMode.Field);
        }
    }

    internal sealed class MemberConfiguration : IEntityTypeConfiguration<ProjectMember>
    {
        public void Configure(EntityTypeBuilder<ProjectMember> builder)
        {
            builder.ToTable("ProjectMembers");
            builder.Property(member => member.Id).ValueGeneratedNever();
            builder.Property(member => member.Provider).HasMaxLength(20);
            builder.Property(member => member.Login).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(member => member.LoginKey).HasMaxLength(FieldChecks.EmailLength);
            builder.Property(member => member.Name).HasMaxLength(200);
            builder.HasIndex(member => new { member.ProjectId, member.Provider, member.LoginKey }).IsUnique();
            builder.HasIndex(member => member.AccountId);
            builder.HasIndex(member => new { member.Provider, member.LoginKey });
        }
    }
}
