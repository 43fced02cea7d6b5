using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OperateFirst.Portal.Tests.Commands;

/// <summary>A certificate for the keys of sessions, as a PEM file with its key.</summary>
internal static class KeyCertificate
{
    /// <returns>The file.</returns>
    public static string Make(string file, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(from, to);
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }
}
