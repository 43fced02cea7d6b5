using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace OperateFirst.Portal.Data;

/// <summary>
/// The keys of sessions and forms lie in the database, where all replicas read them. With a certificate they are encrypted there, so
/// that nobody forges a session with a copy of the database alone.
/// </summary>
public sealed class KeyProtectionOptions
{
    public const string Section = "DataProtection";

    /// <summary>A file with a certificate and its RSA key, as PKCS #12 (<c>.pfx</c>) or PEM; empty: the keys are kept as they are.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Of a PKCS #12 file.</summary>
    public string CertificatePassword { get; init; } = "";

    /// <summary>The certificate before this one, for the keys that it has encrypted; it may have expired. Empty: none.</summary>
    public string FormerCertificate { get; init; } = "";

    public string FormerCertificatePassword { get; init; } = "";
}

internal static class KeyProtection
{
    public static void ProtectKeys(this IDataProtectionBuilder protection, IConfiguration configuration)
    {
        protection.Services.AddSingleton<IValidateOptions<KeyProtectionOptions>, KeyProtectionCheck>();
        protection.Services.AddOptions<KeyProtectionOptions>().BindConfiguration(KeyProtectionOptions.Section).ValidateOnStart();

        // What cannot be used is said by the check, which stops the start.
        var options = configuration.GetSection(KeyProtectionOptions.Section).Get<KeyProtectionOptions>() ?? new KeyProtectionOptions();
        if (CertificateFile.Read(options.Certificate, options.CertificatePassword) is (CertificateFile.Usable, { } certificate))
        {
            protection.ProtectKeysWithCertificate(certificate);
        }

        if (CertificateFile.Read(options.FormerCertificate, options.FormerCertificatePassword) is (CertificateFile.Usable, { } former))
        {
            protection.UnprotectKeysWithAnyCertificate(former);
        }
    }
}

internal sealed class KeyProtectionCheck(TimeProvider time) : IValidateOptions<KeyProtectionOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyProtectionOptions options)
    {
        var (problem, certificate) = CertificateFile.Read(options.Certificate, options.CertificatePassword);
        var wrong = new List<string>();
        if (problem.Length > 0)
        {
            wrong.Add($"DataProtection:Certificate cannot be used: {problem}");
        }
        else if (certificate is not null && time.GetUtcNow() is var now && (now < certificate.NotBefore || now > certificate.NotAfter))
        {
            wrong.Add(string.Create(CultureInfo.InvariantCulture,
                $"DataProtection:Certificate cannot be used: {options.Certificate} {(now > certificate.NotAfter ? "has expired on" : "is valid only from")} {(now > certificate.NotAfter ? certificate.NotAfter : certificate.NotBefore).ToUniversalTime():yyyy-MM-dd}. Set a new one, and this one as DataProtection:FormerCertificate."));
        }

        if (CertificateFile.Read(options.FormerCertificate, options.FormerCertificatePassword) is ({ Length: > 0 } formerProblem, _))
        {
            wrong.Add($"DataProtection:FormerCertificate cannot be used: {formerProblem}");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}

internal static class CertificateFile
{
    public const string Usable = "";

    /// <returns>What is in the way, for people, or <see cref="Usable"/>; the certificate, or null where the file is none or none is set.</returns>
    public static (string Problem, X509Certificate2? Certificate) Read(string file, string password)
    {
        if (file.Length == 0)
        {
            return (Usable, null);
        }

        if (!File.Exists(file))
        {
            return ($"there is no file {file}.", null);
        }

        try
        {
            var certificate = IsPem(file) ? X509Certificate2.CreateFromPemFile(file) : X509CertificateLoader.LoadPkcs12FromFile(file, password, X509KeyStorageFlags.EphemeralKeySet);
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? ($"{file} holds no certificate with a private RSA key.", null) : (Usable, certificate);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return ($"{file} cannot be read as PKCS #12 or PEM with this password.", null);
        }
    }

    private static bool IsPem(string file)
    {
        using var reader = File.OpenText(file);
        return reader.ReadLine()?.StartsWith("-----BEGIN", StringComparison.Ordinal) == true;
    }
}
