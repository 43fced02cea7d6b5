using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OperateFirst.Portal.Accounts;
using OperateFirst.Portal.Data;
using OperateFirst.Portal.Tests.Outbox;

namespace OperateFirst.Portal.Tests.Accounts;

/// <summary>What a provider tells of a person is shown to others, so it is held to what a form would take.</summary>
public sealed class ProviderNameTests
{
    private static readonly (string Told, string Name)[] Names =
    [
        ("Eve\r\nBcc: victim", "Eve Bcc: victim"), ("\u202EevE\u2066 \0x\u2028", "evE x"), ("Ada  Lovelace", "Ada Lovelace"), ("李 雷 🎉", "李 雷 🎉"),
        ("\uD800x", "\uFFFDx"), ("mallory@example.org", "eve"), ("\r\n", "eve"),
        (Many(5000), Many(100)), ($"x{Many(5000)}", $"x{Many(99)}"),
    ];

    private static readonly (string Told, bool Kept)[] Addresses =
    [
        ("eve@example.org", true), ("eve@intranet", true), ("eve@bücher.example", true), ("eve@example.org, victim@example.com", false),
        ("eve@example.org\r\nBcc: victim@example.com", false), ("Eve <eve@example.org>", false), ("eve", false), ("eve@example.org@victim.example", false),
    ];

    [Fact]
    public async Task A_name_is_one_line_without_marks_that_turn_or_hide_cut_between_characters()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        foreach (var (told, name) in Names)
        {
            Assert.Equal(name, (await SignedInAsync(rooms, told, "eve@example.org")).Name);
        }
    }

    [Fact]
    public async Task An_address_that_is_more_than_one_is_none()
    {
        await using var rooms = await DeliveryRooms.OpenAsync();
        foreach (var (told, kept) in Addresses)
        {
            Assert.Equal(kept ? told : "", (await SignedInAsync(rooms, "Eve", told)).Email);
        }
    }

    private static string Many(int times) => string.Concat(Enumerable.Repeat("🎉", times));

    private static async Task<Account> SignedInAsync(DeliveryRooms rooms, string name, string email)
    {
        await rooms.SignInAsync(new SignedInPerson(SignInProviders.Oidc, "subject", "eve@example.org", name, email));
        await using var scope = rooms.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PortalDbContext>().Accounts.AsNoTracking().SingleAsync(account => account.Subject == "subject");
    }
}
