using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Data;

/// <summary>What an operator has to see to in time: a certificate that is about to expire, and keys that it does not protect.</summary>
public sealed class KeyWatch(IOptions<KeyProtectionOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromDays(30);

    /// <summary>UTC; null where no certificate is set.</summary>
    public DateTime? ExpiresAtUtc
    {
        get
        {
            using var certificate = CertificateFile.Read(options.Value.Certificate, options.Value.CertificatePassword).Certificate;
            return certificate?.NotAfter.ToUniversalTime();
        }
    }

    /// <returns>Null where the certificate has more than a month left, or none is set.</returns>
    public string? OfCertificate() => ExpiresAtUtc is { } end && end - time.UtcNow() < Early
        ? string.Create(CultureInfo.InvariantCulture, $"DataProtection:Certificate expires on {end:yyyy-MM-dd}, and no portal starts with it then. Set a new one, and this one as DataProtection:FormerCertificate.")
        : null;

    /// <summary>A certificate protects the keys that are made after it was set. The framework takes an older one as long as it is there.</summary>
    /// <returns>Null where all are encrypted, or no certificate is set.</returns>
    public async Task<string?> OfKeysAsync(PortalDbContext db, CancellationToken cancel)
    {
        if (options.Value.Certificate.Length == 0)
        {
            return null;
        }

        var ends = (await db.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).ToListAsync(cancel)).SelectMany(EndOfPlain).Order(StringComparer.Ordinal).ToList();
        var (keys, they) = ends.Count == 1 ? ("1 key in the database is", "it is") : ($"{ends.Count} keys in the database are", "they are");
        return ends.Count == 0
            ? null
            : $"{keys} not encrypted, from before DataProtection:Certificate was set. Who has a copy can forge sessions for as long as {they} there, also after {ends[^1]}, until when the last is in use. Delete what is not encrypted as docs/operations.md says.";
    }

    // The day on which a key that is not encrypted goes out of use.
    private static IEnumerable<string> EndOfPlain(string? xml)
    {
        try
        {
            return XElement.Parse(xml ?? "") is { Name.LocalName: "key" } key && !key.Descendants().Any(part => part.Name.LocalName == "encryptedSecret")
                ? [key.Element("expirationDate")?.Value.Split('T')[0] ?? ""]
                : [];
        }
        catch (XmlException)
        {
            // The framework passes over it too.
            return [];
        }
    }
}
